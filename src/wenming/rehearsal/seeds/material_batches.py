"""A folder that the rehearsal city's liaison has sent and not sorted yet: some files speak for themselves, some do not, some were not taken."""

from __future__ import annotations

from datetime import datetime

from wenming.issues.seeds.pictures import street_photo
from wenming.kernel.models import Account, City
from wenming.materials.actions import begin_batch, receive_file
from wenming.materials.models import MaterialItem
from wenming.materials.workflow import OPEN
from wenming.organisations.models import Post

FILES = (
    ("扫描件0001.txt", "本月情况见附表。"),
    ("会议记录.txt", "十一月调度会记录。"),
    ("旧稿.doc", "旧格式"),
    ("机密文件.txt", "不该在这里"),
)
"""What lies in such folders beside what was asked for."""


def seed_batch(*, city: City, liaison: Account, at: datetime) -> None:
    """Send a folder for the liaison's unit: a picture or text for what is still asked of it, and the rest."""
    post = Post.objects.in_city(city).filter(account=liaison, unit__isnull=False).select_related("unit__city").first()
    if post is None or post.unit is None:
        return
    batch = begin_batch(unit=post.unit, name=f"{at.astimezone(city.zone).month}月材料", by=liaison, at=at)
    rows = MaterialItem.objects.in_city(city).filter(unit=post.unit, state__in=OPEN).select_related("requirement")
    for place, item in enumerate(rows.order_by("due_on", "pk")[:3]):
        name, picture = item.requirement.name, item.requirement.kind == "picture"
        content = street_photo(f"batch {place}", dirty=False) if picture else f"{name}：本期 {place + 3} 次。".encode()
        receive_file(
            batch=batch, path=f"{name}/{name}.{'jpg' if picture else 'txt'}", content=content, by=liaison, at=at
        )
    for path, text in FILES:
        receive_file(batch=batch, path=f"其他/{path}", content=text.encode(), by=liaison, at=at)
