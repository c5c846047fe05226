import django.core.validators
import django.db.models.deletion
import wenming.kernel.migrations._together
import wenming.kernel.models.cities
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('kernel', '0001_initial'),
        ('kernel', '0002_sign_in_as_offices_are'),
        ('kernel', '0003_event_by_subject'),
    ]

    dependencies = [
    ]

    operations = [
        wenming.kernel.migrations._together.Together(
            operations=[
                migrations.CreateModel(
                    name='City',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9-]*$'), wenming.kernel.models.cities.validate_free_slug], verbose_name='网址名')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('name_en', models.CharField(blank=True, max_length=60, verbose_name='英文名称')),
                        ('time_zone', models.CharField(default='Asia/Shanghai', max_length=40, validators=[wenming.kernel.models.cities.validate_time_zone], verbose_name='时区')),
                        ('retention_months', models.PositiveSmallIntegerField(default=36, verbose_name='个人信息保留月数')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                    ],
                    options={
                        'verbose_name': '城市',
                        'ordering': ('slug',),
                    },
                ),
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('username', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[\\w.@+-]+$', '登录名只能用字母、数字、汉字和 . @ + - _')], verbose_name='登录名')),
                        ('name', models.CharField(max_length=40, verbose_name='姓名')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                        ('is_active', models.BooleanField(default=True, verbose_name='可登录')),
                        ('is_operator', models.BooleanField(default=False, verbose_name='系统运维')),
                        ('phone', models.CharField(blank=True, default='', max_length=20, verbose_name='手机号')),
                        ('must_change_password', models.BooleanField(default=False, verbose_name='须先改密码')),
                        ('password_until', models.DateTimeField(blank=True, null=True, verbose_name='初始密码有效期')),
                        ('session_number', models.PositiveIntegerField(default=0, verbose_name='会话批次')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                    ],
                    options={
                        'verbose_name': '账号',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('phone', ''), _negated=True), fields=('phone',), name='phone_opens_one_account'), models.CheckConstraint(condition=models.Q(('password_until__isnull', True), ('must_change_password', True), _connector='OR'), name='only_a_first_password_runs_out')],
                    },
                ),
                migrations.CreateModel(
                    name='EventHead',
                    fields=[
                        ('city', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.city')),
                        ('number', models.PositiveBigIntegerField(default=0, verbose_name='序号')),
                        ('digest', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='校验码')),
                    ],
                    options={
                        'verbose_name': '记录链末端',
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveBigIntegerField(verbose_name='序号')),
                        ('kind', models.CharField(max_length=60, verbose_name='事项')),
                        ('subject', models.CharField(max_length=120, verbose_name='对象')),
                        ('data', models.JSONField(default=dict, verbose_name='内容')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('previous', models.CharField(max_length=64, verbose_name='前一环校验码')),
                        ('digest', models.CharField(max_length=64, verbose_name='校验码')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                    ],
                    options={
                        'verbose_name': '记录',
                        'indexes': [models.Index(fields=['city', 'subject', 'number'], name='event_by_subject')],
                        'constraints': [models.UniqueConstraint(fields=('city', 'number'), name='event_number_once_per_city')],
                    },
                ),
                migrations.CreateModel(
                    name='IdentityRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('provider', models.CharField(max_length=40, verbose_name='登录方式')),
                        ('identity', models.CharField(max_length=191, verbose_name='对方账号')),
                        ('name', models.CharField(blank=True, max_length=40, verbose_name='姓名')),
                        ('reference', models.CharField(max_length=9, unique=True, verbose_name='关联编号')),
                        ('made_at', models.DateTimeField(verbose_name='申请时间')),
                        ('until', models.DateTimeField(verbose_name='有效期至')),
                        ('used_at', models.DateTimeField(null=True, verbose_name='使用时间')),
                    ],
                    options={
                        'verbose_name': '关联申请',
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('made_at'))), name='identity_request_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='JobRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job', models.CharField(max_length=120, verbose_name='作业')),
                        ('state', models.CharField(choices=[('waiting', '等待'), ('done', '完成'), ('dead', '停下待查')], default='waiting', max_length=10, verbose_name='状态')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                        ('error', models.TextField(blank=True, verbose_name='错误')),
                        ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='job_runs', to='kernel.event', verbose_name='记录')),
                    ],
                    options={
                        'verbose_name': '作业',
                        'constraints': [models.UniqueConstraint(fields=('job', 'event'), name='job_once_per_event'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('finished_at__isnull', True)), _connector='OR'), name='job_finished_exactly_when_done')],
                    },
                ),
                migrations.CreateModel(
                    name='SignInCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(choices=[('sign_in', '登录'), ('phone_change', '核对新手机号')], max_length=20, verbose_name='用途')),
                        ('sought', models.CharField(max_length=64)),
                        ('number', models.CharField(blank=True, max_length=20, verbose_name='手机号')),
                        ('address', models.GenericIPAddressField(null=True)),
                        ('digest', models.CharField(blank=True, max_length=64, verbose_name='校验码')),
                        ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                        ('made_at', models.DateTimeField(verbose_name='申请时间')),
                        ('until', models.DateTimeField(verbose_name='有效期至')),
                        ('used_at', models.DateTimeField(null=True, verbose_name='使用时间')),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='codes', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                    ],
                    options={
                        'verbose_name': '登录验证码',
                        'indexes': [models.Index(fields=['sought', 'made_at'], name='code_by_number'), models.Index(fields=['address', 'made_at'], name='code_by_address')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('made_at'))), name='code_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='SignInLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64, unique=True, verbose_name='校验码')),
                        ('purpose', models.CharField(choices=[('first', '首次登录'), ('help', '管理员协助'), ('shell', '命令行签发')], max_length=20, verbose_name='用途')),
                        ('made_at', models.DateTimeField(verbose_name='签发时间')),
                        ('until', models.DateTimeField(verbose_name='有效期至')),
                        ('used_at', models.DateTimeField(null=True, verbose_name='使用时间')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                    ],
                    options={
                        'verbose_name': '一次性登录链接',
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('made_at'))), name='link_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sha256', models.CharField(max_length=64, verbose_name='校验码')),
                        ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                        ('name', models.CharField(max_length=200, verbose_name='文件名')),
                        ('created_at', models.DateTimeField(verbose_name='上传时间')),
                        ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.city', verbose_name='城市')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                    ],
                    options={
                        'verbose_name': '文件',
                        'indexes': [models.Index(fields=['city', 'sha256'], name='stored_file_by_content')],
                    },
                ),
            ],
        ),
    ]
