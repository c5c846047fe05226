import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('campaigns', '0001_initial'),
        ('campaigns', '0002_titles_and_cycles'),
        ('campaigns', '0003_responsibility_changes'),
        ('campaigns', '0004_months_of_materials'),
    ]

    dependencies = [
        ('kernel', '0001_squashed_0003_event_by_subject'),
        ('kernel', '__first__'),
        ('organisations', '0001_squashed_0002_units_people_and_days'),
        ('standards', '0001_squashed_0003_standard_import'),
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='Campaign',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, verbose_name='名称')),
                        ('starts_on', models.DateField(verbose_name='开始日期')),
                        ('ends_on', models.DateField(verbose_name='结束日期')),
                        ('applies_on', models.DateField(blank=True, null=True, verbose_name='申报日期')),
                        ('year_weights', models.JSONField(default=list, verbose_name='年度权重（千分比）')),
                        ('target', models.PositiveIntegerField(blank=True, null=True, verbose_name='目标分（毫分）')),
                        ('material_month', models.PositiveSmallIntegerField(default=12, verbose_name='材料时限截止月')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='standards.edition', verbose_name='测评体系版本')),
                        ('rulebook', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.edition', verbose_name='条件和负面清单依据')),
                        ('title', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='campaigns.title', verbose_name='称号')),
                    ],
                    options={
                        'verbose_name': '创建周期',
                        'constraints': [models.UniqueConstraint(fields=('city', 'title', 'starts_on'), name='campaign_once_per_title_and_day'), models.UniqueConstraint(fields=('city', 'name'), name='campaign_name_once_per_city'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='campaign_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('material_month__range', (1, 12))), name='campaign_material_month')],
                    },
                ),
                migrations.CreateModel(
                    name='ResponsibilityImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('checking', '分解表校对中'), ('adopted', '分解表已采用'), ('dropped', '分解表已放弃')], default='checking', max_length=10, verbose_name='状态')),
                        ('mapping', models.JSONField(default=dict, verbose_name='列的对应')),
                        ('answers', models.JSONField(default=dict, verbose_name='补充与更正')),
                        ('created_at', models.DateTimeField(verbose_name='上传时间')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='原文件')),
                    ],
                    options={
                        'verbose_name': '任务分解表导入',
                    },
                ),
                migrations.CreateModel(
                    name='Title',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='称号')),
                        ('name_en', models.CharField(blank=True, max_length=100, verbose_name='英文名称')),
                        ('conferred_by', models.CharField(blank=True, max_length=80, verbose_name='命名机关')),
                        ('recheck_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='复审周期（月）')),
                        ('order', models.PositiveSmallIntegerField(verbose_name='排序')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '称号',
                        'constraints': [models.UniqueConstraint(fields=('city', 'name'), name='title_once_per_city'), models.CheckConstraint(condition=models.Q(('recheck_months__isnull', True), ('recheck_months__gte', 1), _connector='OR'), name='title_rechecked_after_a_month_or_more')],
                    },
                ),
                migrations.CreateModel(
                    name='Recheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_on', models.DateField(verbose_name='复审日期')),
                        ('alarm_days', models.PositiveSmallIntegerField(default=180, verbose_name='提前提醒天数')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                        ('passed', models.BooleanField(null=True, verbose_name='通过')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('title', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='campaigns.title', verbose_name='称号')),
                    ],
                    options={
                        'verbose_name': '称号复审',
                        'constraints': [models.UniqueConstraint(fields=('city', 'title', 'due_on'), name='recheck_once_per_day'), models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', True), ('passed__isnull', True)), models.Q(('done_on__isnull', False), ('passed__isnull', False)), _connector='OR'), name='recheck_done_says_how')],
                    },
                ),
                migrations.CreateModel(
                    name='TitleChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(choices=[('none', '未申报'), ('provincial', '省级称号'), ('nominated', '提名'), ('selected', '入选公示'), ('holder', '称号保持'), ('suspended', '停牌一年'), ('restored', '恢复称号'), ('cancelled', '已取消称号'), ('nomination_stopped', '停止提名资格')], max_length=20, verbose_name='状态')),
                        ('on', models.DateField(verbose_name='日期')),
                        ('paper', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='campaigns.titlechange', verbose_name='更正')),
                        ('title', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='campaigns.title', verbose_name='称号')),
                    ],
                    options={
                        'verbose_name': '称号变动',
                        'constraints': [models.UniqueConstraint(fields=('city', 'title', 'at'), name='title_change_once_per_moment')],
                    },
                ),
                migrations.CreateModel(
                    name='WatchEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('condition', '触及申报条件'), ('negative', '触及负面清单')], max_length=10, verbose_name='类别')),
                        ('rule', models.CharField(blank=True, max_length=40, verbose_name='条款编号')),
                        ('event', models.CharField(max_length=200, verbose_name='事件')),
                        ('happened_on', models.DateField(verbose_name='发生日期')),
                        ('source', models.CharField(max_length=200, verbose_name='来源')),
                        ('at', models.DateTimeField(verbose_name='登记时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '监控事项',
                    },
                ),
                migrations.CreateModel(
                    name='WatchStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('open', '待研判'), ('counts', '认定有影响'), ('cleared', '排除影响')], max_length=10, verbose_name='研判')),
                        ('effect', models.CharField(blank=True, max_length=200, verbose_name='影响')),
                        ('points', models.PositiveIntegerField(blank=True, null=True, verbose_name='扣分（毫分）')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='campaigns.watchentry')),
                    ],
                    options={
                        'verbose_name': '研判记录',
                        'constraints': [models.UniqueConstraint(fields=('city', 'entry', 'at'), name='watch_step_once_per_moment')],
                    },
                ),
                migrations.CreateModel(
                    name='ClauseChief',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='起始日期')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chiefs', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.node', verbose_name='测评条目')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.person', verbose_name='人员')),
                    ],
                    options={
                        'verbose_name': '条目负责领导',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('city', 'campaign', 'node'), name='clause_has_one_chief_at_a_time'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='clause_chief_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='ClauseTerms',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('materials', models.TextField(blank=True, verbose_name='材料要求')),
                        ('due', models.CharField(blank=True, max_length=60, verbose_name='完成时限')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                        ('spots', models.TextField(blank=True, verbose_name='迎检点')),
                        ('chief', models.CharField(blank=True, max_length=120, verbose_name='责任单位领导')),
                        ('note', models.TextField(blank=True, verbose_name='备注')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.node', verbose_name='测评条目')),
                    ],
                    options={
                        'verbose_name': '条目要求',
                        'constraints': [models.UniqueConstraint(fields=('city', 'campaign', 'node', 'at'), name='clause_terms_once_per_moment')],
                    },
                ),
                migrations.CreateModel(
                    name='Clearance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('asked_on', models.DateField(verbose_name='发出日期')),
                        ('due_on', models.DateField(verbose_name='答复时限')),
                        ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                        ('opinion', models.CharField(blank=True, choices=[('clear', '无意见'), ('objection', '有意见')], max_length=10, verbose_name='意见')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='征求意见单位')),
                    ],
                    options={
                        'verbose_name': '会签审核',
                        'constraints': [models.UniqueConstraint(fields=('city', 'campaign', 'unit', 'asked_on'), name='clearance_once_per_day'), models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('opinion', '')), models.Q(('answered_on__isnull', False), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='clearance_answer_has_day_and_opinion')],
                    },
                ),
                migrations.CreateModel(
                    name='ConditionFinding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rule', models.CharField(max_length=40, verbose_name='条款编号')),
                        ('met', models.BooleanField(null=True, verbose_name='符合')),
                        ('score', models.PositiveIntegerField(blank=True, null=True, verbose_name='得分（毫分）')),
                        ('source', models.CharField(max_length=200, verbose_name='依据')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '条件核对',
                        'constraints': [models.UniqueConstraint(fields=('city', 'campaign', 'rule', 'at'), name='condition_finding_once_per_moment')],
                    },
                ),
                migrations.CreateModel(
                    name='EditionMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('reviewing', '换版审阅中'), ('applied', '已换版'), ('dropped', '换版已放弃'), ('undone', '换版已撤回')], default='reviewing', max_length=10, verbose_name='状态')),
                        ('decisions', models.JSONField(default=dict, verbose_name='逐条决定')),
                        ('effect', models.JSONField(default=dict, verbose_name='换版结果')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                        ('decided_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                        ('after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.edition', verbose_name='新版本')),
                        ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.edition', verbose_name='旧版本')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '换版',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'reviewing')), fields=('city', 'campaign'), name='one_edition_move_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'reviewing')), models.Q(models.Q(('state', 'reviewing'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='edition_move_decided_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='Milestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('stage', '阶段'), ('gate', '关口'), ('visit', '测评与检查'), ('paper', '报送')], max_length=10, verbose_name='类别')),
                        ('name', models.CharField(max_length=120, verbose_name='事项')),
                        ('due_on', models.DateField(verbose_name='完成时限')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                        ('cancelled_on', models.DateField(blank=True, null=True, verbose_name='取消日期')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='责任单位')),
                    ],
                    options={
                        'verbose_name': '节点',
                        'constraints': [models.UniqueConstraint(fields=('city', 'campaign', 'name', 'due_on'), name='milestone_once_per_day'), models.CheckConstraint(condition=models.Q(('done_on__isnull', True), ('cancelled_on__isnull', True), _connector='OR'), name='milestone_done_or_cancelled')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficialScore',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                        ('score', models.PositiveIntegerField(verbose_name='得分（毫分）')),
                        ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='名次')),
                        ('ranked', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='参评数')),
                        ('source', models.CharField(max_length=120, verbose_name='来源')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '官方成绩',
                        'constraints': [models.UniqueConstraint(fields=('city', 'campaign', 'year', 'at'), name='official_score_once_per_moment'), models.CheckConstraint(condition=models.Q(('rank__isnull', True), models.Q(('rank__gte', 1), ('ranked__isnull', True)), models.Q(('rank__gte', 1), ('ranked__gte', models.F('rank'))), _connector='OR'), name='official_rank_within_those_ranked')],
                    },
                ),
                migrations.CreateModel(
                    name='Responsibility',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('part', models.CharField(choices=[('lead', '牵头'), ('responsible', '责任'), ('cooperating', '配合'), ('sponsor', '包保')], max_length=12, verbose_name='分工')),
                        ('written', models.CharField(blank=True, max_length=120, verbose_name='原文写法')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                        ('since', models.DateField(verbose_name='起始日期')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unitgroup')),
                        ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='standards.node', verbose_name='测评条目')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='organisations.unit', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '责任分工',
                        'indexes': [models.Index(fields=['city', 'campaign', 'node'], name='responsibility_by_node'), models.Index(fields=['city', 'unit'], name='responsibility_by_unit')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('city', 'campaign', 'node', 'unit', 'part'), name='responsibility_once_while_it_runs'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='responsibility_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='ResponsibilityChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ended', models.JSONField(default=list, verbose_name='结束的分工')),
                        ('begun', models.JSONField(default=list, verbose_name='开始的分工')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='campaigns.campaign')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('undoes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='campaigns.responsibilitychange')),
                    ],
                    options={
                        'verbose_name': '分工变更',
                        'constraints': [models.UniqueConstraint(fields=('city', 'undoes'), name='responsibility_change_undone_once'), models.CheckConstraint(condition=models.Q(('undoes', models.F('id')), _negated=True), name='responsibility_change_undoes_another')],
                    },
                ),
            ],
        ),
    ]
