"""Seeds of the inbox: lines for the posts of the demo (data/city/notices.yaml)."""

from __future__ import annotations

from datetime import datetime, timedelta

import yaml
from django.conf import settings

from wenming.kernel.models import City
from wenming.messaging.actions import tell
from wenming.organisations.models import Unit


def seed_notices(*, city: City, at: datetime) -> None:
    """Tell the posts of the demo what stands in their inboxes."""
    today = at.astimezone(city.zone).date()
    lines = yaml.safe_load((settings.ROOT / "data" / "city" / "notices.yaml").read_text(encoding="utf-8"))
    for line in lines:
        tell(
            city=city,
            key=line["key"],
            kind=line.get("kind", "notice"),
            title=line["title"],
            text=line.get("text", ""),
            url=f"/{city.slug}/{line['url']}" if line["url"] else "",
            role=line.get("role", ""),
            unit=Unit.objects.in_city(city).get(name=line["unit"], ends_on=None) if "unit" in line else None,
            due_on=today + timedelta(days=line["days"]) if "days" in line else None,
            at=at,
        )
