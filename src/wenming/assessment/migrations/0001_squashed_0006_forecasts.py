import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('assessment', '0001_initial'),
        ('assessment', '0002_keep_targets'),
        ('assessment', '0003_watch_for_relapses'),
        ('assessment', '0004_keep_material_scores'),
        ('assessment', '0005_formulas_and_leagues'),
        ('assessment', '0006_forecasts'),
    ]

    dependencies = [
        ('campaigns', '0001_squashed_0004_months_of_materials'),
        ('inspections', '0001_squashed_0009_visit_steps'),
        ('kernel', '0001_squashed_0003_event_by_subject'),
        ('kernel', '__first__'),
        ('organisations', '0001_squashed_0002_units_people_and_days'),
        ('standards', '0001_squashed_0003_standard_import'),
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='ForecastSettings',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(verbose_name='版本')),
                        ('line', models.PositiveIntegerField(verbose_name='达标线（毫分）')),
                        ('field', models.PositiveIntegerField(blank=True, null=True, verbose_name='实地考察（毫分）')),
                        ('materials', models.PositiveIntegerField(blank=True, null=True, verbose_name='网上申报（毫分）')),
                        ('survey', models.PositiveIntegerField(blank=True, null=True, verbose_name='问卷调查（毫分）')),
                        ('plan', models.JSONField(default=list, verbose_name='测评组看什么')),
                        ('communities', models.PositiveSmallIntegerField(default=0, verbose_name='入户社区数')),
                        ('households', models.PositiveSmallIntegerField(default=0, verbose_name='每社区户数')),
                        ('intercepts', models.PositiveSmallIntegerField(default=0, verbose_name='街头拦访人数')),
                        ('surveyed', models.JSONField(default=list, verbose_name='自己的问卷')),
                        ('surveyed_on', models.DateField(blank=True, null=True, verbose_name='问卷问完的日期')),
                        ('accepted', models.JSONField(default=list, verbose_name='往年审核比对')),
                        ('pairs', models.JSONField(default=list, verbose_name='往年官方与自测')),
                        ('rivals', models.JSONField(default=list, verbose_name='同组城市')),
                        ('places', models.JSONField(default=list, verbose_name='名次')),
                        ('gate_passed', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='省级推荐数')),
                        ('gate_held', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='省级参评数')),
                        ('scenarios', models.JSONField(default=list, verbose_name='假设情形')),
                        ('source', models.CharField(max_length=200, verbose_name='依据')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forecast_settings', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '预测设置',
                        'constraints': [models.UniqueConstraint(fields=('city', 'campaign', 'version'), name='forecast_settings_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('field__isnull', True), ('materials__isnull', True), ('survey__isnull', True)), models.Q(('field__isnull', False), ('materials__isnull', False), ('survey__isnull', False)), _connector='OR'), name='forecast_parts_all_or_none'), models.CheckConstraint(condition=models.Q(models.Q(('gate_held__isnull', True), ('gate_passed__isnull', True)), ('gate_passed__lte', models.F('gate_held')), _connector='OR'), name='forecast_gate_passed_of_held')],
                    },
                ),
                migrations.CreateModel(
                    name='ForecastRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                        ('version', models.CharField(max_length=20, verbose_name='引擎版本')),
                        ('seed', models.PositiveBigIntegerField(verbose_name='随机种子')),
                        ('evaluations', models.PositiveIntegerField(verbose_name='模拟次数')),
                        ('problem', models.TextField(verbose_name='输入')),
                        ('past', models.JSONField(verbose_name='历次轮次')),
                        ('digest', models.CharField(max_length=64, verbose_name='输入校验码')),
                        ('result', models.JSONField(verbose_name='结果')),
                        ('result_digest', models.CharField(max_length=64, verbose_name='结果校验码')),
                        ('at', models.DateTimeField(verbose_name='计算时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('settings', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='assessment.forecastsettings')),
                    ],
                    options={
                        'verbose_name': '预测存档',
                        'indexes': [models.Index(fields=['city', 'campaign', '-id'], name='forecast_by_campaign')],
                    },
                ),
                migrations.CreateModel(
                    name='LevelRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition_digest', models.CharField(max_length=64, verbose_name='体系校验码')),
                        ('engine_version', models.CharField(max_length=20, verbose_name='引擎版本')),
                        ('input_digest', models.CharField(max_length=64, verbose_name='输入校验码')),
                        ('result_digest', models.CharField(max_length=64, verbose_name='结果校验码')),
                        ('result', models.JSONField(verbose_name='结果')),
                        ('at', models.DateTimeField(verbose_name='计算时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='level_runs', to='inspections.round', verbose_name='轮次')),
                    ],
                    options={
                        'verbose_name': '水平存档',
                        'indexes': [models.Index(fields=['city', 'round', '-id'], name='level_run_newest_first')],
                    },
                ),
                migrations.CreateModel(
                    name='LocalFormula',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=40, verbose_name='公式编号')),
                        ('version', models.PositiveSmallIntegerField(verbose_name='版本号')),
                        ('name', models.CharField(max_length=80, verbose_name='公式名称')),
                        ('content', models.JSONField(verbose_name='公式内容')),
                        ('sources', models.JSONField(default=dict, verbose_name='数据来源')),
                        ('members', models.JSONField(default=dict, verbose_name='分组名单')),
                        ('digest', models.CharField(max_length=64, verbose_name='公式校验码')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='改了什么、为什么')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '本市公式',
                        'constraints': [models.UniqueConstraint(fields=('city', 'key', 'version'), name='formula_version_once_per_city'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='formula_versions_count_from_one')],
                    },
                ),
                migrations.CreateModel(
                    name='LeagueRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.CharField(choices=[('district', '县区'), ('street', '街道乡镇'), ('community', '社区（村）'), ('department', '责任单位')], max_length=10, verbose_name='范围')),
                        ('formula_digest', models.CharField(blank=True, max_length=64, verbose_name='公式校验码')),
                        ('engine_version', models.CharField(max_length=20, verbose_name='引擎版本')),
                        ('input_digest', models.CharField(max_length=64, verbose_name='输入校验码')),
                        ('result_digest', models.CharField(max_length=64, verbose_name='结果校验码')),
                        ('result', models.JSONField(verbose_name='结果')),
                        ('at', models.DateTimeField(verbose_name='计算时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='league_runs', to='inspections.round', verbose_name='轮次')),
                        ('formula', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='league_runs', to='assessment.localformula', verbose_name='公式')),
                    ],
                    options={
                        'verbose_name': '排行存档',
                        'indexes': [models.Index(fields=['city', 'round', 'level', '-id'], name='league_run_newest_first')],
                    },
                ),
                migrations.CreateModel(
                    name='FormulaStart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.CharField(choices=[('district', '县区'), ('street', '街道乡镇'), ('community', '社区（村）'), ('department', '责任单位')], max_length=10, verbose_name='用于')),
                        ('starts_on', models.DateField(verbose_name='施行日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('formula', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='starts', to='assessment.localformula')),
                    ],
                    options={
                        'verbose_name': '公式施行',
                        'indexes': [models.Index(fields=['city', 'level', '-starts_on'], name='formula_start_by_day')],
                    },
                ),
                migrations.CreateModel(
                    name='MaterialRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                        ('engine_version', models.CharField(max_length=20, verbose_name='引擎版本')),
                        ('edition_digest', models.CharField(max_length=64, verbose_name='体系校验码')),
                        ('inputs', models.JSONField(verbose_name='输入')),
                        ('input_digest', models.CharField(max_length=64, verbose_name='输入校验码')),
                        ('result_digest', models.CharField(max_length=64, verbose_name='结果校验码')),
                        ('points', models.TextField(verbose_name='分值')),
                        ('low', models.TextField(verbose_name='最低得分')),
                        ('high', models.TextField(verbose_name='最高得分')),
                        ('at', models.DateTimeField(verbose_name='计算时间')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='material_runs', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '材料得分存档',
                        'constraints': [models.UniqueConstraint(fields=('city', 'campaign', 'year', 'engine_version', 'input_digest'), name='material_run_once_per_input_and_engine')],
                    },
                ),
                migrations.CreateModel(
                    name='RelapseAlarm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('site', models.TextField(verbose_name='点位')),
                        ('item', models.CharField(max_length=80, verbose_name='检查项编号')),
                        ('area', models.TextField(blank=True, verbose_name='属地')),
                        ('units_written', models.TextField(blank=True, verbose_name='责任单位')),
                        ('height', models.PositiveIntegerField(verbose_name='累计值')),
                        ('limit', models.PositiveIntegerField(verbose_name='警戒线')),
                        ('lift', models.PositiveIntegerField(verbose_name='一次未符合加多少')),
                        ('level_milli', models.PositiveIntegerField(verbose_name='平常未符合率（千分之一）')),
                        ('stands_out', models.BooleanField(verbose_name='全部监测图中仍突出')),
                        ('opened_at', models.DateTimeField(verbose_name='报警时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.node', verbose_name='测评条目')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relapse_alarms', to='inspections.round', verbose_name='轮次')),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relapse_alarms', to='organisations.unit', verbose_name='责任单位')),
                    ],
                    options={
                        'verbose_name': '复发报警',
                        'indexes': [models.Index(fields=['city', '-id'], name='relapse_alarm_by_time'), models.Index(fields=['city', 'unit', '-id'], name='relapse_alarm_by_unit')],
                        'constraints': [models.UniqueConstraint(fields=('city', 'round', 'site', 'item'), name='relapse_alarm_once_per_look'), models.CheckConstraint(condition=models.Q(('height__gte', models.F('limit')), ('lift__gt', 0), ('limit__gt', 0)), name='relapse_alarm_reached_its_limit')],
                    },
                ),
                migrations.CreateModel(
                    name='RelapseChart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('site', models.TextField(verbose_name='点位')),
                        ('items', models.JSONField(default=list)),
                        ('states', models.BinaryField()),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '复发监测图',
                        'constraints': [models.UniqueConstraint(fields=('city', 'site'), name='relapse_chart_once_per_site')],
                    },
                ),
                migrations.CreateModel(
                    name='RelapseFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('drawn', models.BooleanField(verbose_name='点位随机抽取')),
                        ('looks', models.PositiveIntegerField(verbose_name='查看次数')),
                        ('failed', models.PositiveIntegerField(verbose_name='未符合次数')),
                        ('alarms', models.PositiveIntegerField(verbose_name='报警数')),
                        ('micro_expected', models.PositiveBigIntegerField(default=0)),
                        ('run', models.PositiveBigIntegerField(verbose_name='误报间隔（次）')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='relapse_feed', to='inspections.round', verbose_name='轮次')),
                    ],
                    options={
                        'verbose_name': '复发监测批次',
                    },
                ),
                migrations.CreateModel(
                    name='RelapseSettings',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('per_month', models.PositiveSmallIntegerField(default=2, verbose_name='每月容许的误报')),
                        ('times', models.PositiveSmallIntegerField(default=3, verbose_name='复发判为平常的几倍')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '复发监测设置',
                        'constraints': [models.UniqueConstraint(fields=('city',), name='relapse_settings_once_per_city'), models.CheckConstraint(condition=models.Q(('per_month__range', (1, 100)), ('times__range', (2, 5))), name='relapse_settings_within_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='RelapseVerdict',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.CharField(choices=[('real', '确实复发'), ('once', '只是偶发'), ('wrong', '记录有误')], max_length=8, verbose_name='看过的结果')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('alarm', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verdict', to='assessment.relapsealarm')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '报警核看',
                    },
                ),
                migrations.CreateModel(
                    name='Run',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engine_version', models.CharField(max_length=20, verbose_name='引擎版本')),
                        ('edition_digest', models.CharField(max_length=64, verbose_name='体系校验码')),
                        ('input_digest', models.CharField(max_length=64, verbose_name='输入校验码')),
                        ('result_digest', models.CharField(max_length=64, verbose_name='结果校验码')),
                        ('score', models.TextField(verbose_name='得分')),
                        ('attainable', models.TextField(verbose_name='满分')),
                        ('at', models.DateTimeField(verbose_name='计算时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='inspections.round', verbose_name='轮次')),
                    ],
                    options={
                        'verbose_name': '计分存档',
                        'constraints': [models.UniqueConstraint(fields=('city', 'round', 'engine_version', 'input_digest'), name='run_once_per_input_and_engine')],
                    },
                ),
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rate', models.PositiveSmallIntegerField(null=True, verbose_name='目标得分率（万分之一）')),
                        ('set_at', models.DateTimeField(verbose_name='时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='standards.node', verbose_name='测评条目')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                    ],
                    options={
                        'verbose_name': '目标得分率',
                        'constraints': [models.CheckConstraint(condition=models.Q(('rate__isnull', True), models.Q(('rate__gte', 1), ('rate__lte', 10000)), _connector='OR'), name='target_above_zero_up_to_full')],
                    },
                ),
                migrations.CreateModel(
                    name='ForecastReader',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(max_length=120, verbose_name='理由')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forecast_readings', to=settings.AUTH_USER_MODEL, verbose_name='可看的人')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '预测阅看人',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('city', 'account'), name='forecast_reader_named_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__gte', models.F('at')), ('ended_by__isnull', False)), _connector='OR'), name='forecast_reader_ended_by_somebody_later')],
                    },
                ),
            ],
        ),
    ]
