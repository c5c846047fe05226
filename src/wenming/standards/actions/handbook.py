"""What the office adds to the handbook: pictures of good and bad, and who answers for a type of site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again, works_in_office
from wenming.standards.imports.pictures import picture_type
from wenming.standards.models import Example, SiteTypeChief
from wenming.standards.queries import latest_chiefs, latest_examples


def show_example(
    *, city: City, item: str, kind: str, caption: str, file_name: str, content: bytes, by: Account, at: datetime
) -> Example:
    """Show this picture as the good or bad example of a check item; the one shown before stays in the history.

    Raises PictureError, one line for the sender, for bytes that are no whole JPEG, PNG or WebP. The file is on the disk
    before the transaction begins (see ``store_file``).
    """
    require_again(works_in_office, by, city)
    media_type = picture_type(content)
    stored = store_file(city=city, name=file_name, chunks=[content], by=by, at=at)
    with transaction.atomic():
        _lock(city, by)
        example = Example.objects.create(
            city=city,
            item=item,
            kind=kind,
            caption=caption,
            file=stored,
            media_type=media_type,
            created_by=by,
            created_at=at,
        )
        data = {"item": item, "kind": kind, "caption": caption, "file": stored.sha256}
        record_event(city=city, kind="example.shown", subject=example, data=data, by=by, at=at)
    return example


@transaction.atomic
def empty_example(*, city: City, item: str, kind: str, by: Account, at: datetime) -> Example | None:
    """Show no picture there any more; the history keeps it. An empty slot stays as it is (None)."""
    _lock(city, by)
    if (item, kind) not in latest_examples(city, [item]):
        return None
    example = Example.objects.create(city=city, item=item, kind=kind, created_by=by, created_at=at)
    record_event(city=city, kind="example.emptied", subject=example, data={"item": item, "kind": kind}, by=by, at=at)
    return example


@transaction.atomic
def name_chief(
    *, city: City, site_type: str, unit: str, post: str, name: str, phone: str, by: Account, at: datetime
) -> SiteTypeChief | None:
    """Say who answers for the sites of a type from now on; without a unit nobody does. What holds already is left (None).

    The event names unit and post; name and telephone number stay in the record alone.
    """
    _lock(city, by)
    known = latest_chiefs(city, [site_type]).get(site_type)
    before = (known.unit, known.post, known.name, known.phone) if known else ("", "", "", "")
    if before == (unit, post, name, phone):
        return None
    chief = SiteTypeChief.objects.create(
        city=city, site_type=site_type, unit=unit, post=post, name=name, phone=phone, created_by=by, created_at=at
    )
    data = {"site_type": site_type, "unit": unit, "post": post}
    record_event(city=city, kind="site_type_chief.named", subject=chief, data=data, by=by, at=at)
    return chief


def _lock(city: City, by: Account) -> None:
    """Lock the city's row, so that two people changing the handbook come one after the other; look at the post again."""
    City.objects.select_for_update().get(pk=city.pk)
    require_again(works_in_office, by, city)
