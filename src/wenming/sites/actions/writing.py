"""Writing a checked register as a whole, with one event: all of it or nothing, also when the machine stops in the middle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.adapters import sounds_of
from wenming.organisations.models import Person
from wenming.sites.actions.imports import lock_import, plan_of
from wenming.sites.actions.locks import BATCH, NotPossibleError
from wenming.sites.actions.sites import DIGITS, site_sounds
from wenming.sites.adapters import fresh_token
from wenming.sites.enums import ChiefKind, SiteImportState
from wenming.sites.models import Site, SiteChief, SiteImport, SiteType, SiteUnit
from wenming.sites.queries.cells import Place
from wenming.sites.queries.plans import Planned, SitePlan

STATES = (SiteImportState.CHECKING, SiteImportState.WRITING)
PLACED = ("lat", "lng", "datum", "given_lat", "given_lng", "cell_8", "cell_10")
WRITTEN = ("name", "sounds", "type", "area_id", "address", *PLACED, "hours", "walking", "note", "starts_on")


@transaction.atomic
def write_site_import(*, import_: SiteImport, by: Account | None, at: datetime) -> SiteImport:
    """Write every row that can be used, after planning it once more under the lock. NotPossibleError("nothing_usable").

    The event holds the counts and the digest of the rows that were written.
    """
    City.objects.select_for_update().get(pk=import_.city_id)
    import_ = lock_import(import_, by, STATES)
    plan = plan_of(import_, at)
    counts = plan.counts()
    if not counts["new"] + counts["changed"]:
        raise NotPossibleError("nothing_usable")
    import_.state, import_.reading = SiteImportState.ADOPTED, plan.summary()
    _Writer(plan, by, at).write()
    import_.save(update_fields=["state", "reading"])
    data = {**counts, "file": import_.file.sha256, "rows_digest": _digest(plan)}
    record_event(city=import_.city, kind="site_import.written", subject=import_, data=data, by=by, at=at)
    return import_


def _digest(plan: SitePlan) -> str:
    """Return the digest of the rows that were written, in the order of the table."""
    digest = hashlib.sha256()
    for row in plan.rows:
        line = [row.line.sheet, row.line.row, dict(row.line.cells)]
        text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


class _Writer:
    """Writes what a plan says, table by table."""

    def __init__(self, plan: SitePlan, by: Account | None, at: datetime) -> None:
        self.plan, self.city, self.by, self.at = plan, plan.city, by, at
        self.day: date = plan.on
        self.rows = [row for row in plan.rows if row.site is None or row.changed]
        self.types: dict[str, SiteType] = {}
        self.people: dict[tuple[str, str], Person] = {}
        self.written: list[tuple[Site, Planned]] = []

    def write(self) -> None:
        """Write everything."""
        self._add_types()
        self._add_people()
        self._write_sites()
        self._write_parts()
        self._write_chiefs()

    def _add_types(self) -> None:
        """Add the kinds that somebody said to add, after those that are there."""
        last = SiteType.objects.in_city(self.city).aggregate(last=Max("order"))["last"] or 0
        names = dict.fromkeys(row.kind for row in self.rows if isinstance(row.kind, str))
        for order, name in enumerate(names, start=last + 1):
            self.types[name] = SiteType.objects.create(city=self.city, name=name, order=order)

    def _kind(self, row: Planned) -> SiteType:
        return self.types[row.kind] if isinstance(row.kind, str) else row.kind

    def _add_people(self) -> None:
        """Add the people who are not known, and the numbers of those who had none."""
        numbered: dict[int, Person] = {}
        for chief in dict.fromkeys(chief for row in self.rows for chief in row.chiefs.values()):
            name, phone = chief
            known = self.plan.reader.person_of(chief)
            if known is None:
                known = Person(city=self.city, name=name, phone=phone, sounds=sounds_of(name))
                self.plan.known.people[name].append(known)
            elif phone and not known.phone and "*" not in phone:
                known.phone = phone
                if known.pk is not None:
                    numbered[known.pk] = known
            self.people[chief] = known
        fresh = {id(person): person for person in self.people.values() if person.pk is None}
        Person.objects.bulk_create(fresh.values(), batch_size=BATCH)
        Person.objects.in_city(self.city).bulk_update(numbered.values(), ["phone"], batch_size=BATCH)

    def _write_sites(self) -> None:
        """Create the new sites and change the others."""
        codes = _Codes(self.city, self.rows)
        fresh, touched = [], []
        for row in self.rows:
            values = {**row.values, "type": self._kind(row), "sounds": site_sounds(row.values["name"])}
            values |= _placed(row.place)
            site = row.site
            if site is None:
                site = Site(
                    city=self.city,
                    code=row.line.text("code") or codes.next(),
                    token=fresh_token(),
                    created_by=self.by,
                    created_at=self.at,
                    **{"starts_on": self.day, **values},
                )
                fresh.append(site)
            else:
                for name, value in values.items():
                    setattr(site, name, value)
                touched.append(site)
            self.written.append((site, row))
        Site.objects.bulk_create(fresh, batch_size=BATCH)
        Site.objects.in_city(self.city).bulk_update(touched, WRITTEN, batch_size=200)

    def _write_parts(self) -> None:
        """End the parts that the table no longer names, begin those that are new."""
        fresh, over = [], []
        for site, row in self.written:
            known = self.plan.known.parts.get(site.pk, {})
            for part, units in row.parts.items():
                over += [(site.pk, part, unit) for unit in known.get(part, ()) if unit not in units]
                fresh += [
                    SiteUnit(
                        city=self.city, site=site, unit_id=unit, part=part, since=self._since(site),
                        by=self.by, at=self.at,
                    )
                    for unit in units
                    if unit not in known.get(part, ())
                ]  # fmt: skip
        self._end(SiteUnit, over, ("site_id", "part", "unit_id"))
        SiteUnit.objects.bulk_create(fresh, batch_size=BATCH)

    def _write_chiefs(self) -> None:
        """End the chiefs whom the table no longer names, name those who are new."""
        fresh, over = [], []
        for site, row in self.written:
            for kind, chief in row.chiefs.items():
                person = self.people[chief]
                known = self.plan.known.chiefs.get((site.pk, kind))
                if known is not None and known.pk == person.pk:
                    continue
                over += [(site.pk, kind, known.pk)] if known is not None else []
                fresh.append(
                    SiteChief(
                        city=self.city, site=site, person=person, kind=ChiefKind(kind), since=self._since(site),
                        by=self.by, at=self.at,
                    )
                )  # fmt: skip
        self._end(SiteChief, over, ("site_id", "kind", "person_id"))
        SiteChief.objects.bulk_create(fresh, batch_size=BATCH)

    def _since(self, site: Site) -> date:
        """Return since when something holds: from today on, for a site that is new from its own first day."""
        return self.day if site.created_at != self.at else site.starts_on

    def _end(self, model: Any, over: Sequence[tuple[Any, ...]], names: tuple[str, ...]) -> None:
        """End the running rows with these keys."""
        wanted = set(over)
        sites = sorted({one[0] for one in over})
        ended = []
        for start in range(0, len(sites), BATCH):
            rows = model.objects.in_city(self.city).filter(until__isnull=True, site__in=sites[start : start + BATCH])
            for row in rows:
                if tuple(getattr(row, name) for name in names) in wanted:
                    row.until = max(row.since, self.day - timedelta(days=1))
                    ended.append(row)
        model.objects.in_city(self.city).bulk_update(ended, ["until"], batch_size=BATCH)


class _Codes:
    """Numbers for sites that come without a code, after the highest that is one, in the register or in the table."""

    def __init__(self, city: City, rows: Sequence[Planned]) -> None:
        texts = [row.line.text("code") for row in rows]
        texts += Site.objects.in_city(city).filter(code__regex=r"^[0-9]{1,8}$").values_list("code", flat=True)
        self.last = max((int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 9), default=0)

    def next(self) -> str:
        """Return the next one."""
        self.last += 1
        return str(self.last).zfill(DIGITS)


def _placed(place: Place | None) -> dict[str, Any]:
    """Return the columns of a position, none where the table says nothing of it."""
    if place is None:
        return {}
    values = (*place.point, place.datum, *place.given, *place.cells)
    return dict(zip(PLACED, values, strict=True))
