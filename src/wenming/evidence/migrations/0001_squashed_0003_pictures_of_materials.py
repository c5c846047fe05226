import django.db.models.deletion
import wenming.kernel.migrations._together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('evidence', '0001_photos_as_evidence'),
        ('evidence', '0002_initial'),
        ('evidence', '0003_pictures_of_materials'),
    ]

    dependencies = [
        ('kernel', '0001_squashed_0003_event_by_subject'),
        ('kernel', '__first__'),
        ('organisations', '0001_squashed_0002_units_people_and_days'),
        ('sites', '0001_squashed_0003_site_photos'),
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='Evidence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bytes_sha256', models.CharField(max_length=64, verbose_name='文件校验码')),
                        ('moment', models.CharField(choices=[('before', '整改前'), ('after', '整改后'), ('check', '核查时'), ('again', '回头看时'), ('site', '点位现状'), ('material', '材料图片')], max_length=8, verbose_name='类别')),
                        ('matter', models.CharField(blank=True, max_length=16, verbose_name='问题编号')),
                        ('lat', models.FloatField(null=True, verbose_name='纬度')),
                        ('lng', models.FloatField(null=True, verbose_name='经度')),
                        ('accuracy', models.PositiveIntegerField(null=True, verbose_name='定位精度（米）')),
                        ('not_before', models.DateTimeField(null=True, verbose_name='上报时间')),
                        ('at', models.DateTimeField(verbose_name='上传时间')),
                        ('looked_at', models.DateTimeField(null=True, verbose_name='比对时间')),
                        ('fault', models.CharField(blank=True, choices=[('none', '不是图片，或格式不认识'), ('damaged', '图片不完整或已损坏'), ('too_many_pixels', '像素超过 8000 万')], max_length=16, verbose_name='不能比对的原因')),
                        ('pixels_sha256', models.CharField(blank=True, max_length=64, verbose_name='像素校验码')),
                        ('width', models.PositiveIntegerField(default=0)),
                        ('height', models.PositiveIntegerField(default=0)),
                        ('taken_at', models.DateTimeField(null=True, verbose_name='拍摄时间')),
                        ('camera', models.CharField(blank=True, max_length=60, verbose_name='拍摄设备')),
                        ('exif_lat', models.FloatField(null=True)),
                        ('exif_lng', models.FloatField(null=True)),
                        ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='画面指纹')),
                        ('quality', models.PositiveSmallIntegerField(null=True, verbose_name='指纹质量')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='原图')),
                        ('large', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                        ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site', verbose_name='点位')),
                        ('small', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='责任单位')),
                    ],
                    options={
                        'verbose_name': '佐证照片',
                        'indexes': [models.Index(condition=models.Q(('looked_at__isnull', True)), fields=['city', 'id'], name='evidence_not_looked_at'), models.Index(fields=['city', 'bytes_sha256'], name='evidence_by_bytes'), models.Index(fields=['city', 'pixels_sha256'], name='evidence_by_pixels'), models.Index(fields=['city', 'at'], name='evidence_by_hour'), models.Index(fields=['city', 'matter'], name='evidence_by_matter')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accuracy__isnull', True), ('lat__isnull', True), ('lng__isnull', True)), models.Q(('lat__range', (-90, 90)), ('lng__range', (-180, 180))), _connector='OR'), name='evidence_position_whole_or_none'), models.CheckConstraint(condition=models.Q(models.Q(('exif_lat__isnull', True), ('exif_lng__isnull', True)), models.Q(('exif_lat__range', (-90, 90)), ('exif_lng__range', (-180, 180))), _connector='OR'), name='evidence_camera_position_whole_or_none'), models.CheckConstraint(condition=models.Q(models.Q(('fingerprint', ''), ('pixels_sha256', ''), ('quality__isnull', True)), models.Q(models.Q(('fingerprint', ''), _negated=True), models.Q(('pixels_sha256', ''), _negated=True), ('quality__range', (0, 100))), _connector='OR'), name='evidence_fingerprint_whole_or_none'), models.CheckConstraint(condition=models.Q(models.Q(('fault', ''), ('fingerprint', ''), ('looked_at__isnull', True)), models.Q(('fault', ''), ('height__gt', 0), ('looked_at__isnull', False), ('width__gt', 0)), models.Q(('fingerprint', ''), ('looked_at__isnull', False), models.Q(('fault', ''), _negated=True)), _connector='OR'), name='evidence_looked_at_or_not')],
                    },
                ),
                migrations.CreateModel(
                    name='EvidenceFeatures',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.BinaryField()),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('evidence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='features', to='evidence.evidence')),
                    ],
                    options={
                        'verbose_name': '照片特征',
                        'indexes': [models.Index(fields=['city', 'evidence'], name='evidence_features_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('same_bytes', '同一个文件'), ('same_pixels', '像素完全相同'), ('same_picture', '同一画面'), ('same_view', '画面部分相同'), ('same_scene', '同一现场前后对照'), ('taken_earlier', '拍摄时间早于上报'), ('taken_later', '拍摄时间晚于上传'), ('far_away', '拍摄位置离点位较远')], max_length=14, verbose_name='情形')),
                        ('variant', models.CharField(blank=True, choices=[('as_it_is', '原样'), ('turned_90', '旋转 90°'), ('turned_180', '旋转 180°'), ('turned_270', '旋转 270°'), ('flipped', '上下翻转'), ('mirrored', '左右镜像'), ('transposed', '镜像后旋转 90°'), ('transversed', '镜像后旋转 270°')], max_length=12, verbose_name='画面变化')),
                        ('distance', models.PositiveSmallIntegerField(null=True)),
                        ('inliers', models.PositiveSmallIntegerField(null=True)),
                        ('agreement', models.PositiveSmallIntegerField(null=True)),
                        ('covered', models.PositiveSmallIntegerField(null=True)),
                        ('drawing', models.JSONField(default=dict)),
                        ('metres', models.PositiveIntegerField(null=True, verbose_name='相距（米）')),
                        ('minutes', models.PositiveIntegerField(null=True, verbose_name='相差（分钟）')),
                        ('found_at', models.DateTimeField(verbose_name='发现时间')),
                        ('state', models.CharField(choices=[('proposed', '需要再看一眼'), ('answered', '单位已说明'), ('explained', '情况已核清')], default='proposed', max_length=10, verbose_name='处理')),
                        ('answer', models.CharField(blank=True, max_length=300, verbose_name='单位说明')),
                        ('answered_at', models.DateTimeField(null=True, verbose_name='说明时间')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='核清的情况')),
                        ('explained_at', models.DateTimeField(null=True, verbose_name='核清时间')),
                        ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='evidence.evidence')),
                        ('explained_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='found_again', to='evidence.evidence')),
                    ],
                    options={
                        'verbose_name': '比对发现',
                        'indexes': [models.Index(fields=['city', 'state', '-id'], name='finding_by_state')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('other__isnull', False)), fields=('city', 'evidence', 'other'), name='finding_once_per_pair'), models.UniqueConstraint(condition=models.Q(('other__isnull', True)), fields=('city', 'evidence', 'kind'), name='finding_once_per_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('taken_earlier', 'taken_later', 'far_away')), ('other__isnull', True)), models.Q(models.Q(('kind__in', ('taken_earlier', 'taken_later', 'far_away')), _negated=True), ('other__isnull', False), ('other__lt', models.F('evidence'))), _connector='OR'), name='finding_about_one_or_an_earlier_other'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='finding_answered_with_its_hour'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'explained'), _negated=True), ('explained_at__isnull', True), ('reason', '')), models.Q(('explained_at__isnull', False), ('state', 'explained'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='finding_explained_with_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='finding_answered_with_an_answer')],
                    },
                ),
                migrations.CreateModel(
                    name='RiskWeight',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('same_bytes', '同一个文件'), ('same_pixels', '像素完全相同'), ('same_picture', '同一画面'), ('same_view', '画面部分相同'), ('same_scene', '同一现场前后对照'), ('taken_earlier', '拍摄时间早于上报'), ('taken_later', '拍摄时间晚于上传'), ('far_away', '拍摄位置离点位较远')], max_length=14, verbose_name='情形')),
                        ('points', models.SmallIntegerField(verbose_name='分值')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '风险权重',
                        'constraints': [models.UniqueConstraint(fields=('city', 'kind'), name='risk_weight_once_per_kind'), models.CheckConstraint(condition=models.Q(('points__range', (-100, 100))), name='risk_weight_in_bounds')],
                    },
                ),
            ],
        ),
    ]
