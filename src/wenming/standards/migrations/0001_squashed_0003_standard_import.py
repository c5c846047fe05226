import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('standards', '0001_initial'),
        ('standards', '0002_checklists_and_handbook'),
        ('standards', '0003_standard_import'),
    ]

    dependencies = [
        ('kernel', '0001_squashed_0003_event_by_subject'),
        ('kernel', '__first__'),
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='Edition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=80, verbose_name='代号')),
                        ('title', models.CharField(max_length=120, verbose_name='名称')),
                        ('title_en', models.CharField(blank=True, max_length=160, verbose_name='英文名称')),
                        ('edition', models.CharField(max_length=40, verbose_name='版本')),
                        ('complete', models.BooleanField(verbose_name='完整')),
                        ('source', models.TextField(verbose_name='原文')),
                        ('digest', models.CharField(max_length=64, verbose_name='校验码')),
                        ('created_at', models.DateTimeField(verbose_name='录入时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                    ],
                    options={
                        'verbose_name': '测评体系版本',
                        'constraints': [models.UniqueConstraint(fields=('city', 'code'), name='edition_once_per_city')],
                    },
                ),
                migrations.CreateModel(
                    name='Example',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.CharField(max_length=80, verbose_name='检查项编号')),
                        ('kind', models.CharField(choices=[('good', '好'), ('bad', '差')], max_length=4, verbose_name='示例类别')),
                        ('caption', models.CharField(blank=True, max_length=60, verbose_name='图片说明')),
                        ('media_type', models.CharField(blank=True, max_length=20, verbose_name='图片格式')),
                        ('created_at', models.DateTimeField(verbose_name='录入时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='图片')),
                    ],
                    options={
                        'verbose_name': '示例图片',
                        'constraints': [models.UniqueConstraint(fields=('city', 'item', 'kind', 'created_at'), name='example_once_per_moment'), models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), models.Q(('media_type', ''), _negated=True), models.Q(('caption', ''), _negated=True)), models.Q(('caption', ''), ('file__isnull', True), ('media_type', '')), _connector='OR'), name='example_has_picture_type_and_caption_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Node',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='编号')),
                        ('name', models.CharField(max_length=400, verbose_name='名称')),
                        ('name_en', models.CharField(blank=True, max_length=400, verbose_name='英文名称')),
                        ('level', models.CharField(max_length=20, verbose_name='层级')),
                        ('position', models.PositiveIntegerField(verbose_name='顺序')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nodes', to='standards.edition', verbose_name='版本')),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='standards.node')),
                    ],
                    options={
                        'verbose_name': '测评条目',
                        'constraints': [models.UniqueConstraint(fields=('city', 'edition', 'code'), name='node_code_once_per_edition'), models.UniqueConstraint(fields=('city', 'edition', 'position'), name='node_position_once_per_edition')],
                    },
                ),
                migrations.CreateModel(
                    name='SiteTypeChief',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('site_type', models.CharField(max_length=80, verbose_name='点位类型')),
                        ('unit', models.CharField(blank=True, max_length=80, verbose_name='责任单位')),
                        ('post', models.CharField(blank=True, max_length=40, verbose_name='职务')),
                        ('name', models.CharField(blank=True, max_length=40, verbose_name='姓名')),
                        ('phone', models.CharField(blank=True, max_length=20, verbose_name='电话')),
                        ('created_at', models.DateTimeField(verbose_name='录入时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                    ],
                    options={
                        'verbose_name': '点位类型负责人',
                        'constraints': [models.UniqueConstraint(fields=('city', 'site_type', 'created_at'), name='chief_once_per_moment'), models.CheckConstraint(condition=models.Q(models.Q(('unit', ''), _negated=True), models.Q(('name', ''), ('phone', ''), ('post', ''), ('unit', '')), _connector='OR'), name='chief_belongs_to_a_unit')],
                    },
                ),
                migrations.CreateModel(
                    name='StandardImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('state', models.CharField(choices=[('checking', '体系校对中'), ('adopted', '体系已采用'), ('dropped', '体系已放弃')], default='checking', max_length=10, verbose_name='状态')),
                        ('mapping', models.JSONField(default=dict, verbose_name='列的对应')),
                        ('answers', models.JSONField(default=dict, verbose_name='补充与更正')),
                        ('draft', models.JSONField(null=True, verbose_name='草稿')),
                        ('undo', models.JSONField(null=True, verbose_name='改动前的草稿')),
                        ('created_at', models.DateTimeField(verbose_name='上传时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.edition', verbose_name='测评体系版本')),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='原文件')),
                    ],
                    options={
                        'verbose_name': '体系导入',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('state', 'adopted')), models.Q(models.Q(('state', 'adopted'), _negated=True), ('edition__isnull', True)), _connector='OR'), name='standard_import_has_edition_exactly_when_adopted'), models.CheckConstraint(condition=models.Q(('file__isnull', False), ('draft__isnull', False), _connector='OR'), name='standard_import_has_file_or_draft')],
                    },
                ),
                migrations.CreateModel(
                    name='Checklist',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=80, verbose_name='代号')),
                        ('title', models.CharField(max_length=120, verbose_name='名称')),
                        ('title_en', models.CharField(blank=True, max_length=160, verbose_name='英文名称')),
                        ('edition', models.CharField(max_length=40, verbose_name='版本')),
                        ('source', models.TextField(verbose_name='原文')),
                        ('digest', models.CharField(max_length=64, verbose_name='校验码')),
                        ('created_at', models.DateTimeField(verbose_name='录入时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                    ],
                    options={
                        'verbose_name': '采用的检查表',
                        'constraints': [models.UniqueConstraint(fields=('city', 'code'), name='checklist_once_per_city')],
                    },
                ),
            ],
        ),
    ]
