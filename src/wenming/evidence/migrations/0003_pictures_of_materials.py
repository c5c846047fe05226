from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='evidence',
            name='moment',
            field=models.CharField(choices=[('before', '整改前'), ('after', '整改后'), ('check', '核查时'), ('again', '回头看时'), ('site', '点位现状'), ('material', '材料图片')], max_length=8, verbose_name='类别'),
        ),
    ]
