import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('draws', '0001_initial'),
    ]

    dependencies = [
        ('kernel', '0001_squashed_0003_event_by_subject'),
        ('kernel', '__first__'),
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='Draw',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=120, verbose_name='抽样名称')),
                        ('purpose', models.CharField(choices=[('round', '实地测评'), ('look_back', '回头看'), ('other', '其他抽查')], max_length=10, verbose_name='用途')),
                        ('round', models.CharField(max_length=60, verbose_name='轮次')),
                        ('rule', models.JSONField(verbose_name='抽样规则')),
                        ('strata', models.JSONField(verbose_name='各类数量')),
                        ('frame_digest', models.CharField(max_length=64, verbose_name='抽样框校验码')),
                        ('rule_digest', models.CharField(max_length=64, verbose_name='规则校验码')),
                        ('code', models.CharField(max_length=20, verbose_name='算法版本')),
                        ('commitment', models.CharField(max_length=64, verbose_name='密钥校验码')),
                        ('sealed_secret', models.TextField()),
                        ('secret', models.CharField(blank=True, max_length=200, verbose_name='密钥')),
                        ('salt', models.CharField(blank=True, max_length=200, verbose_name='盐值')),
                        ('words', models.JSONField(default=list, verbose_name='公开的数字或文字')),
                        ('reveal_from', models.DateField(blank=True, null=True, verbose_name='最早公开日期')),
                        ('state', models.CharField(choices=[('sealed', '已封签'), ('drawn', '已抽取'), ('revealed', '已公开'), ('void', '已作废')], default='sealed', max_length=10, verbose_name='状态')),
                        ('sealed_at', models.DateTimeField(verbose_name='封签时间')),
                        ('drawn_at', models.DateTimeField(blank=True, null=True, verbose_name='抽取时间')),
                        ('result_digest', models.CharField(blank=True, max_length=64, verbose_name='结果校验码')),
                        ('revealed_at', models.DateTimeField(blank=True, null=True, verbose_name='公开时间')),
                        ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                        ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='作废原因')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('frame', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='抽样框')),
                        ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='保管人')),
                    ],
                    options={
                        'verbose_name': '抽样',
                        'indexes': [models.Index(fields=['city', '-id'], name='draw_by_age')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('city', 'purpose', 'round'), name='draw_once_per_purpose_and_round'), models.CheckConstraint(condition=models.Q(models.Q(('drawn_at__isnull', True), ('result_digest', ''), ('state', 'sealed')), models.Q(('drawn_at__isnull', False), ('state__in', ('drawn', 'revealed')), models.Q(('result_digest', ''), _negated=True)), ('state', 'void'), _connector='OR'), name='draw_drawn_exactly_with_its_result'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('secret', ''), _negated=True), models.Q(('salt', ''), _negated=True), ('revealed_at__isnull', False)), models.Q(('revealed_at__isnull', True), ('salt', ''), ('secret', '')), _connector='OR'), name='draw_secret_shown_exactly_since_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'revealed'), models.Q(('secret', ''), _negated=True)), models.Q(('secret', ''), ('state__in', ('sealed', 'drawn'))), ('state', 'void'), _connector='OR'), name='draw_secret_shown_only_when_it_is_over'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), ('voided_at__isnull', False), models.Q(('void_reason', ''), _negated=True)), models.Q(models.Q(('state', 'void'), _negated=True), ('void_reason', ''), ('voided_at__isnull', True)), _connector='OR'), name='draw_void_exactly_with_its_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='DrawnUnit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stratum', models.CharField(max_length=120, verbose_name='类别')),
                        ('order', models.PositiveIntegerField(verbose_name='抽签次序')),
                        ('key', models.CharField(max_length=120, verbose_name='编号')),
                        ('ticket', models.CharField(max_length=64, verbose_name='签号')),
                        ('state', models.CharField(choices=[('chosen', '抽中'), ('reserve', '备选'), ('replaced', '已替换')], max_length=10, verbose_name='结果')),
                        ('reason', models.CharField(blank=True, choices=[('closed', '已停用或搬走'), ('not_found', '找不到'), ('refused', '不让进入'), ('unsafe', '现场不安全'), ('outside', '不在抽样范围')], max_length=10, verbose_name='替换原因')),
                        ('replaced_at', models.DateTimeField(blank=True, null=True, verbose_name='替换时间')),
                        ('assigned_on', models.DateField(blank=True, null=True, verbose_name='哪天去看')),
                        ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='由谁去看')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='draws.draw')),
                        ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='draws.drawnunit', verbose_name='替换了')),
                    ],
                    options={
                        'verbose_name': '抽样单位',
                        'indexes': [models.Index(fields=['city', 'assignee', 'assigned_on'], name='drawn_unit_by_assignee')],
                        'constraints': [models.UniqueConstraint(fields=('city', 'draw', 'key'), name='drawn_unit_once_per_draw'), models.UniqueConstraint(fields=('city', 'draw', 'stratum', 'order'), name='drawn_unit_order_once'), models.CheckConstraint(condition=models.Q(models.Q(('replaced_at__isnull', False), ('state', 'replaced'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'replaced'), _negated=True), ('reason', ''), ('replaced_at__isnull', True)), _connector='OR'), name='drawn_unit_replaced_exactly_with_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('assigned_on__isnull', True), ('assignee__isnull', True)), models.Q(('assigned_on__isnull', False), ('assignee__isnull', False), ('state', 'chosen')), _connector='OR'), name='drawn_unit_assigned_with_its_day_while_chosen'), models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('state', 'reserve'), _negated=True), _connector='OR'), name='drawn_unit_replaces_as_no_reserve')],
                    },
                ),
            ],
        ),
    ]
