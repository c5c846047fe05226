from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_round_tallies")]

    operations = [
        migrations.RemoveIndex(model_name="observation", name="observation_by_node"),
        migrations.RemoveIndex(model_name="observation", name="observation_by_area"),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(fields=["city", "round", "node", "area", "milli"], name="observation_counted_by_node"),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(fields=["city", "round", "area", "milli"], name="observation_counted_by_area"),
        ),
    ]
