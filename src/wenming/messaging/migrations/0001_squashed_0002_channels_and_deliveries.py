import django.db.models.deletion
import uuid
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('messaging', '0001_initial'),
        ('messaging', '0002_channels_and_deliveries'),
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
                    name='Channel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('email', '电子邮件'), ('webhook', '系统回调'), ('wecom_robot', '企业微信群机器人'), ('dingtalk_robot', '钉钉群机器人')], max_length=20, verbose_name='渠道')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('address', models.TextField(verbose_name='地址')),
                        ('secret', models.TextField(blank=True, verbose_name='密钥')),
                        ('old_secret', models.TextField(blank=True)),
                        ('old_secret_until', models.DateTimeField(blank=True, null=True)),
                        ('events', models.JSONField(blank=True, default=list, verbose_name='发送哪些消息')),
                        ('role', models.CharField(blank=True, choices=[('office', '创建办工作人员'), ('district_office', '区县创建办工作人员'), ('street_office', '街道创建办工作人员'), ('community_worker', '社区（网格）工作人员'), ('group_head', '专项工作组负责人'), ('leader', '领导'), ('supervisor', '督查人员'), ('liaison', '责任单位联络员'), ('inspector', '测评员'), ('firm', '第三方机构人员'), ('auditor', '审计人员'), ('system_administrator', '系统管理员'), ('security_administrator', '安全管理员')], max_length=30, verbose_name='只发给这个职责的消息')),
                        ('sends_each', models.BooleanField(default=True, verbose_name='随时发送')),
                        ('sends_digest', models.BooleanField(default=False, verbose_name='工作日 8:30 发送摘要')),
                        ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='静默开始')),
                        ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='静默结束')),
                        ('visit_lifts_quiet', models.BooleanField(default=False, verbose_name='迎检时段不静默')),
                        ('origin', models.CharField(blank=True, max_length=200)),
                        ('is_on', models.BooleanField(default=False, verbose_name='启用')),
                        ('on_since', models.DateTimeField(blank=True, null=True, verbose_name='启用时间')),
                        ('off_reason', models.CharField(blank=True, max_length=200, verbose_name='停用原因')),
                        ('proof', models.CharField(blank=True, max_length=64)),
                        ('proof_until', models.DateTimeField(blank=True, null=True)),
                        ('proven_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='只发给这个单位的消息')),
                    ],
                    options={
                        'verbose_name': '通知渠道',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('account__isnull', True)), fields=('city', 'name'), name='channel_name_once_per_city'), models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('city', 'account'), name='own_channel_once'), models.CheckConstraint(condition=models.Q(models.Q(('is_on', True), ('on_since__isnull', False)), models.Q(('is_on', False), ('on_since__isnull', True)), _connector='OR'), name='channel_on_exactly_since_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='channel_quiet_hours_whole_or_none'), models.CheckConstraint(condition=models.Q(models.Q(('old_secret', ''), ('old_secret_until__isnull', True)), models.Q(models.Q(('old_secret', ''), _negated=True), ('old_secret_until__isnull', False)), _connector='OR'), name='channel_old_secret_ends'), models.CheckConstraint(condition=models.Q(('account__isnull', True), models.Q(('kind', 'email'), ('role', ''), ('sends_each', False), ('unit__isnull', True)), _connector='OR'), name='own_channel_is_a_digest_by_mail'), models.CheckConstraint(condition=models.Q(('account__isnull', True), ('is_on', False), ('proven_at__isnull', False), _connector='OR'), name='own_channel_on_only_when_proven')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=160)),
                        ('uid', models.UUIDField(default=uuid.uuid4)),
                        ('kind', models.CharField(max_length=40, verbose_name='消息')),
                        ('items', models.JSONField(default=list, verbose_name='编号')),
                        ('state', models.CharField(choices=[('waiting', '待发送'), ('sent', '已送达'), ('failed', '失败待重试'), ('dead', '不再重试')], default='waiting', max_length=10, verbose_name='状态')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                        ('next_try_at', models.DateTimeField(null=True, verbose_name='下次发送')),
                        ('error', models.CharField(blank=True, max_length=300, verbose_name='错误')),
                        ('created_at', models.DateTimeField(verbose_name='时间')),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='送达时间')),
                        ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='messaging.channel', verbose_name='渠道')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '外发记录',
                        'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['city', 'channel', 'next_try_at'], name='delivery_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('city', 'channel', 'key'), name='delivery_once_per_cause_and_channel'), models.UniqueConstraint(fields=('city', 'uid'), name='delivery_uid_once'), models.CheckConstraint(condition=models.Q(models.Q(('next_try_at__isnull', False), ('state__in', ('waiting', 'failed'))), models.Q(models.Q(('state__in', ('waiting', 'failed')), _negated=True), ('next_try_at__isnull', True)), _connector='OR'), name='delivery_tried_again_exactly_while_it_waits'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='delivery_sent_exactly_with_its_hour')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('notice', '通知'), ('task', '待办')], max_length=10, verbose_name='类别')),
                        ('key', models.CharField(max_length=120)),
                        ('title', models.CharField(max_length=120, verbose_name='标题')),
                        ('text', models.CharField(blank=True, max_length=300, verbose_name='内容')),
                        ('url', models.CharField(blank=True, max_length=200, verbose_name='网址')),
                        ('news', models.CharField(blank=True, max_length=40)),
                        ('number', models.CharField(blank=True, max_length=40, verbose_name='编号')),
                        ('role', models.CharField(blank=True, choices=[('office', '创建办工作人员'), ('district_office', '区县创建办工作人员'), ('street_office', '街道创建办工作人员'), ('community_worker', '社区（网格）工作人员'), ('group_head', '专项工作组负责人'), ('leader', '领导'), ('supervisor', '督查人员'), ('liaison', '责任单位联络员'), ('inspector', '测评员'), ('firm', '第三方机构人员'), ('auditor', '审计人员'), ('system_administrator', '系统管理员'), ('security_administrator', '安全管理员')], max_length=30, verbose_name='职责')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='完成时限')),
                        ('created_at', models.DateTimeField(verbose_name='时间')),
                        ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                    ],
                    options={
                        'verbose_name': '消息',
                        'indexes': [models.Index(fields=['city', '-created_at'], name='notice_by_time'), models.Index(condition=models.Q(('number', ''), _negated=True), fields=['city', 'number'], name='notice_by_number')],
                        'constraints': [models.UniqueConstraint(fields=('city', 'key'), name='notice_once_per_cause'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('kind', 'task')), _connector='OR'), name='notice_only_tasks_are_done'), models.CheckConstraint(condition=models.Q(('account__isnull', True), models.Q(('role', ''), ('unit__isnull', True)), _connector='OR'), name='notice_for_a_person_or_for_posts')],
                    },
                ),
                migrations.CreateModel(
                    name='PutAway',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.notice')),
                    ],
                    options={
                        'verbose_name': '已收起',
                        'constraints': [models.UniqueConstraint(fields=('city', 'notice', 'account'), name='put_away_once')],
                    },
                ),
            ],
        ),
    ]
