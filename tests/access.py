"""The rehearsal city with one record of every kind, and the people who knock at its doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tests.people import NOBODY, STRANGER, make_account, make_city
from tests.sites.pictures import photo
from tests.standards.editions import BEFORE
from tests.standards.test_pictures import png

SLUG = "xinyang"


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks: ``username`` "" has not signed in; ``circles`` are the role, or the circles outside the city."""

    name: str
    username: str
    circles: frozenset[str]

    @property
    def role(self) -> str:
        return next(iter(self.circles - {"anybody", "signed_in", "operator"}), "")


def visitors() -> tuple[Visitor, ...]:
    """Return one person for each post, the lent and the ended post, and everybody who has none here."""
    from wenming.rehearsal.seeds.cast import CAST

    inside = frozenset({"anybody", "signed_in"})
    people = [
        Visitor(f"{one.role}-{one.username}", one.username, inside | ({one.role} if one.days >= 0 else set()))
        for one in CAST
    ]
    outside = (
        Visitor("operator", "yunwei", inside | {"operator"}),
        Visitor("stranger", STRANGER.username, inside),
        Visitor("nobody", NOBODY.username, inside),
        Visitor("anonymous", "", frozenset({"anybody"})),
    )
    return (*people, *outside)


VISITORS = visitors()


def make_rehearsal() -> Any:
    """Return the rehearsal city, furnished with whatever the demo itself leaves out; a second city has an office of its own."""
    from wenming.kernel.models import JobRun
    from wenming.rehearsal.seeds import seed_city, seed_operator

    now = timezone.now()
    seed_operator(at=now)
    city = seed_city(slug=SLUG, name="信阳市（演练）", name_en="Xinyang (rehearsal)", at=now)
    make_city(STRANGER.city)
    make_account(STRANGER)
    make_account(NOBODY)
    furnish(city)
    JobRun.objects.create(event=_event(city), job="wenming.x.tasks.x", state="dead", attempts=5)
    return city


def account_of(username: str) -> Any:
    """Return an account of the rehearsal by its sign-in name."""
    from wenming.kernel.models import Account

    return Account.objects.get(username=username)


def furnish(city: Any) -> None:
    """Add one record of each kind that the demo has none of."""
    from tests.organisations.test_rosters import book
    from wenming.api.actions import make_key
    from wenming.inspections.actions import accept_names, add_row, start_entry
    from wenming.inspections.models import RoundImport
    from wenming.kernel.actions import store_file
    from wenming.standards.actions import show_example, start_draft, start_standard_import
    from wenming.standards.imports.packs import read_contents

    now, officer = timezone.now(), account_of("fang")
    waiting = RoundImport.objects.in_city(city).get(state="checking")
    days = {"starts_on": now.date(), "ends_on": now.date()}
    entry = start_entry(city=city, edition=waiting.edition, name="手录轮", by=officer, at=now, **days)
    add_row(import_=entry, number=1, fresh=True, cells={"name": "文明行为2"}, by=officer, at=now)
    code = next(leaf.code for leaf in waiting.edition.nodes.all() if leaf.name == "文明行为2")
    accept_names(import_=waiting, names={"文明行力2": code}, remember=True, by=officer, at=now)
    show_example(
        city=city, item="市场-01-01", kind="good", caption="两处都在醒目位置", file_name="现场.png", content=png(64, 48),
        by=officer, at=now,
    )  # fmt: skip
    start_standard_import(city=city, file_name="可以.yaml", chunks=[BEFORE.encode()], by=officer, at=now)
    contents = read_contents(BEFORE.encode(), "x")[0]
    start_draft(city=city, name="手工录入的体系", contents=contents, by=officer, at=now)
    make_key(city=city, purpose="features", name="机房", by=account_of("xi"), at=now)
    roster = book(units=[["甲局", "市直单位"]])
    store_file(city=city, name="单位和人员.xlsx", chunks=[roster], by=officer, at=now)
    _place(city)
    _channel(city)


def _channel(city: Any) -> None:
    """Give the city a channel through which a test should go."""
    from wenming.messaging.actions import add_channel, try_channel

    facts = {"name": "市局收件系统", "events": [], "unit": None, "role": "", "sends_each": True, "sends_digest": False,
             "quiet_from": None, "quiet_until": None, "visit_lifts_quiet": False, "origin": "https://wenming.example"}  # fmt: skip
    who = {"by": account_of("xi"), "at": timezone.now()}
    channel = add_channel(city=city, kind="webhook", address="https://hooks.example/in", facts=facts, **who)[0]
    try_channel(channel=channel, **who)


def _place(city: Any) -> None:
    """Give the city a site, first by its code, in which everybody who sees a part of the register has a part."""
    from wenming.organisations.models import Unit
    from wenming.sites.actions import name_site_chief, show_photo
    from wenming.sites.models import Site, SiteType, SiteUnit

    now, units = timezone.now(), Unit.objects.in_city(city)
    types = SiteType.objects.in_city(city)
    kind = types.first() or SiteType.objects.create(city=city, name="公共广场", order=1)
    site = Site.objects.create(
        city=city, code="000", name="滨河广场", type=kind, starts_on=now.date(), created_at=now, token="first",
        area=units.get(name="滨河社区"),
    )  # fmt: skip
    part = {"city": city, "site": site, "since": now.date(), "at": now}
    SiteUnit.objects.create(unit=units.get(name="市城市管理局"), part="responsible", **part)
    officer = account_of("fang")
    chief = {"person": ("陆安", "13901000099"), "kind": "site", "since": now.date()}
    name_site_chief(city=city, sites=[site], **chief, by=officer, at=now)
    show_photo(site=site, caption="正门", file_name="正门.jpg", content=photo(), by=officer, at=now)


def _event(city: Any) -> Any:
    from wenming.kernel.models import Event

    return Event.objects.in_city(city).order_by("number").first()
