"""What a unit's week may hold stands in burden; what a city had set for checks goes along as its budget of forms."""

from django.db import migrations, models

USUAL = 5
KINDS = {
    "community": (5, 120),
    "village": (5, 120),
    "grid": (5, 120),
    "street": (10, 240),
    "town": (10, 240),
}
OTHER = (15, 300)
ALL = (
    "headquarters", "campaign_office", "working_group", "party_department", "department", "central_unit", "provincial_unit", "district",
    "development_zone", "county", "street", "town", "community", "village", "grid", "outside_firm",
)  # fmt: skip


def carry(apps, schema_editor):
    """Keep the number that a city had set: so many forms a week for every kind of unit."""
    Settings, Budget = apps.get_model("issues", "SweepSettings"), apps.get_model("burden", "Budget")
    for row in Settings._base_manager.exclude(most_per_week=USUAL).select_related("city"):
        for kind in ALL:
            photos, minutes = KINDS.get(kind, OTHER)
            Budget._base_manager.create(
                city=row.city, unit_kind=kind, photos=photos, forms=row.most_per_week, minutes=minutes,
                since=row.city.created_at.date(), at=row.city.created_at,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("issues", "0001_initial"), ("burden", "0001_initial")]

    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.RemoveConstraint("sweepsettings", "sweep_settings_within_reason"),
        migrations.RemoveField("sweepsettings", "most_per_week"),
        migrations.AddConstraint(
            "sweepsettings",
            models.CheckConstraint(
                condition=models.Q(("most_sites__range", (1, 500))), name="sweep_settings_within_reason"
            ),
        ),
    ]
