import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('organisations', '0001_initial'),
        ('organisations', '0002_units_people_and_days'),
    ]

    dependencies = [
        ('kernel', '0001_squashed_0003_event_by_subject'),
        ('kernel', '__first__'),
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=40, verbose_name='姓名')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                        ('sounds', models.CharField(blank=True, max_length=200, verbose_name='拼音')),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to=settings.AUTH_USER_MODEL)),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '人员',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('city', 'account'), name='account_is_one_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('headquarters', '指挥部'), ('campaign_office', '创建办'), ('working_group', '专项工作组'), ('party_department', '市委部门'), ('department', '市直单位'), ('central_unit', '中直驻市单位'), ('provincial_unit', '省直驻市单位'), ('district', '区'), ('development_zone', '管理区（开发区）'), ('county', '县（市）'), ('street', '街道'), ('town', '乡镇'), ('community', '社区'), ('village', '村'), ('grid', '网格'), ('outside_firm', '第三方机构')], max_length=20, verbose_name='类别')),
                        ('name', models.CharField(max_length=80, verbose_name='单位名称')),
                        ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                        ('code', models.CharField(blank=True, max_length=20, verbose_name='统一代码')),
                        ('order', models.PositiveIntegerField(verbose_name='排序')),
                        ('position', models.CharField(max_length=60, verbose_name='单位排序')),
                        ('sounds', models.CharField(blank=True, max_length=400, verbose_name='拼音')),
                        ('starts_on', models.DateField(verbose_name='设立日期')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.unit', verbose_name='上级单位')),
                    ],
                    options={
                        'verbose_name': '单位',
                        'indexes': [models.Index(fields=['city', 'position'], name='unit_by_position')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('city', 'name'), name='unit_name_once_while_it_exists'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='unit_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_is_not_its_own_parent')],
                    },
                ),
                migrations.CreateModel(
                    name='Tenure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=60, verbose_name='职务')),
                        ('is_head', models.BooleanField(default=False, verbose_name='主要负责人')),
                        ('is_deputy', models.BooleanField(default=False, verbose_name='副职')),
                        ('order', models.PositiveIntegerField(verbose_name='排序')),
                        ('starts_on', models.DateField(verbose_name='任职日期')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='离任日期')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='organisations.person', verbose_name='人员')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='organisations.unit', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '任职',
                        'constraints': [models.UniqueConstraint(fields=('city', 'person', 'unit', 'title', 'starts_on'), name='tenure_once_per_day'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='tenure_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('is_deputy', True), ('is_head', True), _negated=True), name='tenure_is_not_head_and_deputy')],
                    },
                ),
                migrations.CreateModel(
                    name='Succession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('merged', '合并'), ('split', '分设'), ('closed', '撤销')], max_length=10, verbose_name='变动')),
                        ('on', models.DateField(verbose_name='日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessions', to='organisations.unit')),
                        ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='organisations.unit')),
                    ],
                    options={
                        'verbose_name': '机构变动',
                        'constraints': [models.UniqueConstraint(fields=('city', 'before', 'after'), name='succession_once_per_pair'), models.CheckConstraint(condition=models.Q(models.Q(('after__isnull', True), ('kind', 'closed')), models.Q(models.Q(('kind', 'closed'), _negated=True), ('after__isnull', False)), _connector='OR'), name='succession_has_successor_unless_closed')],
                    },
                ),
                migrations.CreateModel(
                    name='Post',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('office', '创建办工作人员'), ('district_office', '区县创建办工作人员'), ('street_office', '街道创建办工作人员'), ('community_worker', '社区（网格）工作人员'), ('group_head', '专项工作组负责人'), ('leader', '领导'), ('supervisor', '督查人员'), ('liaison', '责任单位联络员'), ('inspector', '测评员'), ('firm', '第三方机构人员'), ('auditor', '审计人员'), ('system_administrator', '系统管理员'), ('security_administrator', '安全管理员')], max_length=30, verbose_name='职责')),
                        ('starts_on', models.DateField(verbose_name='任职日期')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='离任日期')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('delegated_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='organisations.post', verbose_name='委托自')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisations.unit', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '岗位',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('city', 'account', 'role', 'starts_on'), name='post_of_the_city_once_per_day'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('city', 'account', 'role', 'unit', 'starts_on'), name='post_of_a_unit_once_per_day'), models.CheckConstraint(condition=models.Q(('delegated_from__isnull', True), ('ends_on__isnull', False), _connector='OR'), name='delegated_post_has_an_end'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='post_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitAlias',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, verbose_name='别名')),
                        ('folded', models.CharField(max_length=80)),
                        ('kind', models.CharField(choices=[('short', '简称'), ('former', '曾用名'), ('confirmed', '导入时确认')], max_length=10, verbose_name='来由')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='organisations.unit')),
                    ],
                    options={
                        'verbose_name': '单位别名',
                        'constraints': [models.UniqueConstraint(fields=('city', 'folded'), name='unit_alias_means_one_unit')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitGroup',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=40, verbose_name='组名')),
                        ('folded', models.CharField(max_length=40)),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '单位组',
                        'constraints': [models.UniqueConstraint(fields=('city', 'folded'), name='unit_group_name_once_per_city')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitGroupMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='organisations.unitgroup')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                    ],
                    options={
                        'verbose_name': '单位组成员',
                        'constraints': [models.UniqueConstraint(fields=('city', 'group', 'unit'), name='unit_once_per_group')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, verbose_name='单位名称')),
                        ('since', models.DateField(verbose_name='启用日期')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='organisations.unit')),
                    ],
                    options={
                        'verbose_name': '单位名称沿革',
                        'constraints': [models.UniqueConstraint(fields=('city', 'unit', 'since'), name='unit_name_once_per_day'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('city', 'unit'), name='unit_has_one_name_now'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='unit_name_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='VisitPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(max_length=120, verbose_name='事由')),
                        ('starts_at', models.DateTimeField(verbose_name='开始')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '迎检时段',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('city',), name='one_visit_period_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__gte', models.F('starts_at')), ('ended_by__isnull', False)), _connector='OR'), name='visit_period_ends_after_it_starts_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='WorkingHours',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since_month', models.PositiveSmallIntegerField(verbose_name='起始月')),
                        ('since_day', models.PositiveSmallIntegerField(verbose_name='起始日')),
                        ('hours', models.JSONField(verbose_name='工作时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '工作时间',
                        'constraints': [models.UniqueConstraint(fields=('city', 'since_month', 'since_day'), name='working_hours_once_per_day'), models.CheckConstraint(condition=models.Q(('since_day__range', (1, 31)), ('since_month__range', (1, 12))), name='working_hours_since_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='日期')),
                        ('works', models.BooleanField(verbose_name='上班')),
                        ('name', models.CharField(max_length=40, verbose_name='名称')),
                        ('status', models.CharField(choices=[('official', '已公布'), ('estimated', '预计')], max_length=10, verbose_name='状态')),
                        ('source', models.CharField(blank=True, max_length=120, verbose_name='来源')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '特殊日',
                        'constraints': [models.UniqueConstraint(fields=('city', 'day'), name='calendar_day_once_per_city')],
                    },
                ),
            ],
        ),
    ]
