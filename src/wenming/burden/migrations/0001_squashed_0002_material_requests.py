import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('burden', '0001_initial'),
        ('burden', '0002_material_requests'),
    ]

    dependencies = [
        ('kernel', '0001_squashed_0003_event_by_subject'),
        ('kernel', '__first__'),
        ('organisations', '0001_squashed_0002_units_people_and_days'),
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='Ask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('photo', '照片'), ('form', '表格'), ('record', '会议记录'), ('visit', '陪同查看')], max_length=10, verbose_name='要什么')),
                        ('count', models.PositiveSmallIntegerField(verbose_name='数量')),
                        ('minutes', models.PositiveSmallIntegerField(verbose_name='每份约用时（分钟）')),
                        ('purpose', models.CharField(choices=[('sweep', '举一反三排查'), ('rework', '返工补照片'), ('clearance', '征求部门意见'), ('material', '材料报送'), ('other', '其他要求')], max_length=12, verbose_name='哪项工作')),
                        ('reference', models.CharField(max_length=120, verbose_name='哪一件事')),
                        ('fact', models.CharField(max_length=200, verbose_name='要的内容')),
                        ('why', models.CharField(max_length=200, verbose_name='为什么不能从已有数据取')),
                        ('week', models.DateField(verbose_name='周')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='有效至')),
                        ('at', models.DateTimeField(verbose_name='登记时间')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁要的')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='所在社区')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '要求',
                        'indexes': [models.Index(fields=['city', 'unit', 'reference'], name='ask_by_fact'), models.Index(fields=['city', 'week', 'unit'], name='ask_by_week')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('week__week_day', 2)), name='ask_week_is_a_monday'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='ask_for_something'), models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), _negated=True), models.Q(('fact', ''), _negated=True), models.Q(('why', ''), _negated=True)), name='ask_says_what_and_why')],
                    },
                ),
                migrations.CreateModel(
                    name='AskEstimate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('photo', '照片'), ('form', '表格'), ('record', '会议记录'), ('visit', '陪同查看')], max_length=10, verbose_name='要什么')),
                        ('minutes', models.PositiveSmallIntegerField(verbose_name='每份约用时（分钟）')),
                        ('since', models.DateField(verbose_name='起算日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '用时估计',
                        'constraints': [models.UniqueConstraint(fields=('city', 'kind', 'since'), name='ask_estimate_once_per_day'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 480))), name='ask_estimate_within_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Budget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit_kind', models.CharField(choices=[('headquarters', '指挥部'), ('campaign_office', '创建办'), ('working_group', '专项工作组'), ('party_department', '市委部门'), ('department', '市直单位'), ('central_unit', '中直驻市单位'), ('provincial_unit', '省直驻市单位'), ('district', '区'), ('development_zone', '管理区（开发区）'), ('county', '县（市）'), ('street', '街道'), ('town', '乡镇'), ('community', '社区'), ('village', '村'), ('grid', '网格'), ('outside_firm', '第三方机构')], max_length=20, verbose_name='单位类别')),
                        ('photos', models.PositiveSmallIntegerField(verbose_name='照片（张）')),
                        ('forms', models.PositiveSmallIntegerField(verbose_name='表格和记录（份）')),
                        ('minutes', models.PositiveSmallIntegerField(verbose_name='用时（分钟）')),
                        ('since', models.DateField(verbose_name='起算日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '负担预算',
                        'constraints': [models.UniqueConstraint(fields=('city', 'unit_kind', 'since'), name='budget_once_per_day')],
                    },
                ),
                migrations.CreateModel(
                    name='RefusedAsk',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('photo', '照片'), ('form', '表格'), ('record', '会议记录'), ('visit', '陪同查看')], max_length=10, verbose_name='要什么')),
                        ('purpose', models.CharField(choices=[('sweep', '举一反三排查'), ('rework', '返工补照片'), ('clearance', '征求部门意见'), ('material', '材料报送'), ('other', '其他要求')], max_length=12, verbose_name='哪项工作')),
                        ('fact', models.CharField(max_length=200, verbose_name='要的内容')),
                        ('reason', models.CharField(choices=[('over_budget', '超出预算'), ('repeat', '重复要求')], max_length=12, verbose_name='为什么没有发出')),
                        ('measure', models.CharField(blank=True, choices=[('photos', '照片（张）'), ('forms', '表格和记录（份）'), ('minutes', '用时（分钟）')], max_length=10, verbose_name='超出哪一项')),
                        ('used', models.PositiveIntegerField(default=0, verbose_name='已用')),
                        ('wanted', models.PositiveIntegerField(default=0, verbose_name='这次要')),
                        ('most', models.PositiveIntegerField(default=0, verbose_name='上限')),
                        ('week', models.DateField(verbose_name='周')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁要的')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('earlier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeats', to='burden.ask')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '未发出的要求',
                        'indexes': [models.Index(fields=['city', 'week', '-id'], name='refused_ask_by_week')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('week__week_day', 2)), name='refused_ask_week_is_a_monday'), models.CheckConstraint(condition=models.Q(models.Q(('earlier__isnull', True), ('reason', 'over_budget'), models.Q(('measure', ''), _negated=True)), models.Q(('earlier__isnull', False), ('measure', ''), ('reason', 'repeat')), _connector='OR'), name='refused_ask_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='WeekLoad',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('week', models.DateField(verbose_name='周')),
                        ('photos', models.PositiveIntegerField(default=0, verbose_name='照片（张）')),
                        ('forms', models.PositiveIntegerField(default=0, verbose_name='表格和记录（份）')),
                        ('minutes', models.PositiveIntegerField(default=0, verbose_name='用时（分钟）')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '一周负担',
                        'indexes': [models.Index(fields=['city', 'week'], name='week_load_by_week')],
                        'constraints': [models.UniqueConstraint(fields=('city', 'unit', 'week'), name='week_load_once'), models.CheckConstraint(condition=models.Q(('week__week_day', 2)), name='week_load_week_is_a_monday')],
                    },
                ),
            ],
        ),
    ]
