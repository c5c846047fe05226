import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('sites', '0001_initial'),
        ('sites', '0002_check_registers'),
        ('sites', '0003_site_photos'),
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
                    name='SiteImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('checking', '点位表校对中'), ('writing', '点位表写入中'), ('adopted', '点位表已写入'), ('dropped', '点位表已放弃')], default='checking', max_length=10, verbose_name='状态')),
                        ('mapping', models.JSONField(default=dict, verbose_name='列的对应')),
                        ('answers', models.JSONField(default=dict, verbose_name='补充与更正')),
                        ('reading', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField(verbose_name='上传时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='原文件')),
                        ('work', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.event')),
                    ],
                    options={
                        'verbose_name': '点位表导入',
                    },
                ),
                migrations.CreateModel(
                    name='SiteType',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='点位类型')),
                        ('name_en', models.CharField(blank=True, max_length=100, verbose_name='英文名称')),
                        ('order', models.PositiveSmallIntegerField(verbose_name='排序')),
                        ('checklist', models.CharField(blank=True, max_length=80, verbose_name='检查表类型')),
                        ('walking', models.CharField(blank=True, max_length=300, verbose_name='走测规则')),
                        ('hours', models.JSONField(default=list, verbose_name='开放时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '点位类型',
                        'constraints': [models.UniqueConstraint(fields=('city', 'name'), name='site_type_once_per_city')],
                    },
                ),
                migrations.CreateModel(
                    name='Site',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='编号')),
                        ('name', models.CharField(max_length=100, verbose_name='点位名称')),
                        ('sounds', models.CharField(blank=True, max_length=400, verbose_name='拼音')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                        ('lat', models.FloatField(blank=True, null=True, verbose_name='纬度')),
                        ('lng', models.FloatField(blank=True, null=True, verbose_name='经度')),
                        ('datum', models.CharField(blank=True, choices=[('wgs84', 'WGS-84（GPS）'), ('gcj02', 'GCJ-02（高德、腾讯）'), ('bd09', 'BD-09（百度）'), ('cgcs2000', 'CGCS2000（天地图）')], max_length=10, verbose_name='坐标系')),
                        ('given_lat', models.FloatField(blank=True, null=True, verbose_name='原始纬度')),
                        ('given_lng', models.FloatField(blank=True, null=True, verbose_name='原始经度')),
                        ('cell_8', models.BigIntegerField(blank=True, null=True)),
                        ('cell_10', models.BigIntegerField(blank=True, null=True)),
                        ('hours', models.JSONField(default=list, verbose_name='开放时间')),
                        ('walking', models.CharField(blank=True, max_length=300, verbose_name='走测规则')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                        ('token', models.CharField(max_length=16)),
                        ('starts_on', models.DateField(verbose_name='启用日期')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='organisations.unit', verbose_name='属地')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='照片')),
                        ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='sites.sitetype', verbose_name='点位类型')),
                    ],
                    options={
                        'verbose_name': '点位',
                        'indexes': [models.Index(fields=['city', 'lat', 'lng'], name='site_by_position'), models.Index(fields=['city', 'type', 'code'], name='site_by_type'), models.Index(fields=['city', 'area', 'code'], name='site_by_area')],
                        'constraints': [models.UniqueConstraint(fields=('city', 'code'), name='site_code_once_per_city'), models.UniqueConstraint(fields=('city', 'token'), name='site_token_once_per_city'), models.CheckConstraint(condition=models.Q(models.Q(('cell_10__isnull', True), ('cell_8__isnull', True), ('datum', ''), ('given_lat__isnull', True), ('given_lng__isnull', True), ('lat__isnull', True), ('lng__isnull', True)), models.Q(('given_lat__isnull', False), ('lat__range', (-90, 90)), ('lng__range', (-180, 180)), ('cell_10__isnull', False), ('cell_8__isnull', False), ('given_lng__isnull', False), models.Q(('datum', ''), _negated=True)), _connector='OR'), name='site_position_whole_or_none'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='site_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='SiteUnit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('part', models.CharField(choices=[('responsible', '点位责任单位'), ('competent', '行业主管单位'), ('sponsor', '包保单位')], max_length=12, verbose_name='分工')),
                        ('since', models.DateField(verbose_name='起始日期')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='sites.site')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_parts', to='organisations.unit', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '点位分工',
                        'indexes': [models.Index(fields=['city', 'unit', 'part'], name='site_part_by_unit')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('city', 'site', 'unit', 'part'), name='site_part_once_while_it_runs'), models.UniqueConstraint(condition=models.Q(('part', 'responsible'), ('until__isnull', True)), fields=('city', 'site'), name='site_has_one_responsible_unit'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='site_part_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='SiteChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('retired', '停用'), ('merged', '并入其他点位'), ('reopened', '恢复使用')], max_length=10, verbose_name='变动')),
                        ('on', models.DateField(verbose_name='日期')),
                        ('reason', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='sites.site')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='sites.site')),
                    ],
                    options={
                        'verbose_name': '点位变动',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('into__isnull', False), ('kind', 'merged')), models.Q(models.Q(('kind', 'merged'), _negated=True), ('into__isnull', True)), _connector='OR'), name='site_merged_into_another'), models.CheckConstraint(condition=models.Q(('into', models.F('site')), _negated=True), name='site_not_merged_into_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='SiteChief',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('site', '点位长'), ('road', '路长'), ('lane', '街巷长')], max_length=10, verbose_name='类别')),
                        ('since', models.DateField(verbose_name='起始日期')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_chiefs', to='organisations.person', verbose_name='人员')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chiefs', to='sites.site')),
                    ],
                    options={
                        'verbose_name': '点位负责人',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('city', 'site', 'kind'), name='site_has_one_chief_of_a_kind'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='site_chief_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='SitePhoto',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('width', models.PositiveSmallIntegerField(default=0)),
                        ('height', models.PositiveSmallIntegerField(default=0)),
                        ('caption', models.CharField(blank=True, max_length=60, verbose_name='照片说明')),
                        ('taken_on', models.DateField(blank=True, null=True, verbose_name='拍摄日期')),
                        ('created_at', models.DateTimeField(verbose_name='上传时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='原图')),
                        ('large', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='sites.site')),
                        ('small', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                    ],
                    options={
                        'verbose_name': '点位照片',
                        'constraints': [models.UniqueConstraint(fields=('city', 'site', 'created_at'), name='site_photo_once_per_moment'), models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('height__gt', 0), ('large__isnull', False), ('small__isnull', False), ('width__gt', 0)), models.Q(('caption', ''), ('file__isnull', True), ('height', 0), ('large__isnull', True), ('small__isnull', True), ('taken_on__isnull', True), ('width', 0)), _connector='OR'), name='site_photo_whole_or_none')],
                    },
                ),
            ],
        ),
    ]
