"""The rehearsal city with one record of every kind, and the people who knock at its doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.assessment.rows import open_alarm
from tests.issues.cases import send_to_look_back
from tests.kept import Kept
from tests.people import NOBODY, STRANGER, make_account, make_city
from tests.sites.pictures import photo
from tests.standards.editions import BEFORE
from tests.standards.test_pictures import png

SLUG = "xinyang"
HIDDEN = "暗签"
"""How the units of a draw begin that only its keeper, the supervisor, may see."""
WALKED = "暗访密号"
"""Team, code, note and finding of a field round that runs and is planned by the supervisor: nobody else may read them."""

FORETOLD = ("概率密", "7319.3")
"""Chance and score of a forecast: read by those who were named, and by nobody else."""


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
SAME = "dai"
"""Who holds the lent post of the office, and sees what its holder sees."""
CRAWLERS = [
    visitor for visitor in VISITORS if (visitor.role or visitor.name == "operator") and visitor.username != SAME
]
"""One for each post of the city, and who runs the installation."""


def make_rehearsal(kept: Kept) -> None:
    """Make the rehearsal city, furnished with whatever the demo itself leaves out; a second city has an office of its own."""
    from wenming.kernel.models import JobRun
    from wenming.rehearsal.seeds import seed_operator

    kept.bring("demo", seed_rehearsal)
    seed_operator(at=timezone.now())
    make_city(STRANGER.city)
    make_account(STRANGER)
    make_account(NOBODY)
    city = rehearsal()
    furnish(city)
    JobRun.objects.create(event=_event(city), job="wenming.x.tasks.x", state="dead", attempts=5)


def rehearsal() -> Any:
    """Return the rehearsal city."""
    from wenming.kernel.models import City

    return City.objects.get(slug=SLUG)


def seed_rehearsal() -> None:
    """Make the city of the demo."""
    from wenming.rehearsal import seeds

    slug, name, name_en = seeds.CITIES[0]
    seeds.seed_city(slug=slug, name=name, name_en=name_en, at=timezone.now())


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

    now, officer = timezone.now().astimezone(city.zone), account_of("fang")
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
    table = (settings.ROOT / "data" / "categories" / "jiyuan.yaml").read_bytes()
    store_file(city=city, name="问题类别.yaml", chunks=[table], by=officer, at=now)
    store_file(city=city, name="单位和人员.xlsx", chunks=[roster], by=officer, at=now)
    _place(city)
    send_to_look_back(city, account_of("ce"), by=officer)
    _ledger(city)
    _chat(city)
    _tables(city)
    _channel(city)
    _draws(city)
    _field_round(city)
    _running_round(city)
    _forecast(city)
    open_alarm(city)


def _draws(city: Any) -> None:
    """Let the supervisor keep a draw whose outcome nobody else may know, and the system one that waits."""
    from wenming.draws.actions import draw_lots, seal_draw
    from wenming.engine.sampling import FrameRow, rule_of

    now, keeper = timezone.now(), account_of("du")
    facts = {"city": city, "title": "暗访点位", "purpose": "other", "at": now}
    frame = [FrameRow(f"{HIDDEN}{number:02}", "暗访") for number in range(1, 7)]
    rule = rule_of({"round": "暗访一", "allocation": "each", "each": 2})
    draw_lots(draw=seal_draw(**facts, frame=frame, rule=rule, keeper=keeper, by=keeper), by=keeper, at=now)
    rule = rule_of({"round": "暗访二", "allocation": "each", "each": 2})
    seal_draw(**facts, frame=frame, rule=rule, keeper=None, by=None)


def _running_round(city: Any) -> None:
    """Let a field round run whose people and findings bear a mark."""
    import uuid

    from wenming.inspections.actions import fieldwork
    from wenming.inspections.models import FieldFinding, Visit
    from wenming.sites.models import Site
    from wenming.standards.models import Edition

    now, keeper, walker = timezone.now(), account_of("du"), account_of("ce")
    who, today = {"by": keeper, "at": now}, now.astimezone(city.zone).date()
    facts = {"starts_on": today, "ends_on": today, "manner": "incognito", "opening": "after"}
    plan = fieldwork.Plan(name="随机暗访", edition=Edition.objects.in_city(city).first(), **facts)
    made = fieldwork.create_field_round(city=city, plan=plan, draw=None, days=[today], **who)
    fieldwork.choose_sites(
        field_round=made, add=list(Site.objects.in_city(city).filter(code__in=("000", "001"))), **who
    )
    team = fieldwork.add_team(field_round=made, name=f"{WALKED}组", **who)
    fieldwork.add_member(team=team, account=walker, code=f"{WALKED}1", **who)
    fieldwork.spread_visits(field_round=made, **who)
    fieldwork.start_field_round(field_round=made, **who)
    visit = Visit.objects.in_city(city).filter(field_round=made).first()
    visit.note = f"{WALKED}备注"
    visit.save()
    said = {"key": uuid.uuid4(), "device": WALKED, "said_at": now, "received_at": now, "by": walker}
    FieldFinding.objects.create(city=city, visit=visit, text=f"{WALKED}发现", **said)


def _forecast(city: Any) -> None:
    """Let a forecast have said something before an official result came, with marks for its numbers; who may read it was named by the demo."""
    from tests.assessment.forecasts import made_from
    from tests.engine.forecast.cities import CITY
    from wenming.campaigns.actions.campaigns import record_score
    from wenming.campaigns.queries import current_campaign

    now, officer = timezone.now(), account_of("fang")
    campaign = current_campaign(city, on=now.astimezone(city.zone).date())
    run = made_from(CITY, campaign=campaign, year=now.year, at=now - timedelta(days=1))
    chance, points = FORETOLD
    chances = run.result["chances"]
    chances |= {"reaches": chance, "passes": chance, "ranks": [[1, chance]], "scenarios": [["情形", chance]]}
    for one in run.result["answer"]["forecast"]["quantiles"]:
        one["points"] = float(points)
    run.save()
    record_score(campaign=campaign, year=now.year, score=81_000, source="公报", by=officer, at=now)


def _field_round(city: Any) -> None:
    """Let the inspector have walked a round of the office that is over: one visit at the second site of the register."""
    from tests.inspections.fieldwork_cases import finish, walked
    from wenming.sites.models import Site

    site = Site.objects.in_city(city).exclude(type__checklist="").order_by("code")[1]
    finish(walked(city, site, by=account_of("fang"), member=account_of("ce"), on=timezone.now().date()))


def _ledger(city: Any) -> None:
    """Give the ledger a view that everybody sees."""
    from wenming.issues.actions import save_view

    officer = account_of("fang")
    save_view(
        city=city, name="望河区", query="state=all", shared=True, by=officer, at=timezone.now().astimezone(city.zone)
    )


def _chat(city: Any) -> None:
    """Let the office paste a chat with a picture."""
    import uuid

    from wenming.issues.actions import paste_chat
    from wenming.issues.queries.drafts import recognised

    now, officer = timezone.now().astimezone(city.zone), account_of("fang")
    chat, facts = recognised(officer, city, "滨河广场垃圾未清\n[图片]\n收到", at=now)
    pictures = [("现场.jpg", photo())]
    paste_chat(city=city, form=uuid.uuid4(), chat=chat, facts=facts, photos=pictures, by=officer, at=now)


def _tables(city: Any) -> None:
    """Add a table of issues that is being checked, and a ledger that a job was asked for."""
    from tests.issues.workbooks import plain_table
    from wenming.issues.actions.exporting import ask_ledger_export
    from wenming.issues.actions.ledgers import map_ledger_import, start_ledger_import

    now, officer = timezone.now().astimezone(city.zone), account_of("fang")
    content = plain_table(
        ("问题描述", "责任单位", "时限", "来电人"), [("垃圾桶满溢", "不知道的局", "立行立改", "某人")]
    )
    ledger = start_ledger_import(city=city, file_name="周报.xlsx", chunks=[content], by=officer, at=now)
    map_ledger_import(ledger=ledger, source="hotline", mapping=ledger.mapping, by=officer, at=now)
    ask_ledger_export(city=city, query="", language="zh-hans", by=officer, at=now)


def _channel(city: Any) -> None:
    """Give the city a channel through which a test should go."""
    from wenming.messaging.actions import add_channel, try_channel

    facts = {"name": "市局收件系统", "events": [], "unit": None, "role": "", "sends_each": True, "sends_digest": False,
             "quiet_from": None, "quiet_until": None, "visit_lifts_quiet": False, "origin": "https://wenming.example"}  # fmt: skip
    who = {"by": account_of("xi"), "at": timezone.now().astimezone(city.zone)}
    channel = add_channel(city=city, kind="webhook", address="https://hooks.example/in", facts=facts, **who)[0]
    try_channel(channel=channel, **who)


def _place(city: Any) -> None:
    """Give the city a site, first by its code, in which everybody who sees a part of the register has a part."""
    from wenming.organisations.models import Unit
    from wenming.sites.actions import name_site_chief, show_photo
    from wenming.sites.models import Site, SiteType, SiteUnit

    now, units = timezone.now().astimezone(city.zone), Unit.objects.in_city(city)
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
    _issue(city, site)


def _issue(city: Any, site: Any) -> None:
    """Let the city have an issue at that site which everybody sees who sees a part of the ledger, a leader's note on it, and a check."""
    from wenming.issues import actions
    from wenming.issues.models import MinorClass
    from wenming.issues.queries.notes import leaders_in
    from wenming.organisations.models import Unit
    from wenming.sites.models import Site, SiteUnit

    now, officer = timezone.now(), account_of("fang")
    today = now.astimezone(city.zone).date()
    minor = MinorClass.objects.in_city(city).get(name="暴露垃圾")
    by, unit = {"by": officer, "at": now}, Unit.objects.in_city(city).get(name="市城市管理局")
    report = actions.Report(text="垃圾桶满溢", source="patrol", site=site, minor=minor)
    issue = actions.report_issue(city=city, report=report, photos=[("现场.jpg", photo())], **by)
    actions.accept_issue(issue=issue, **by)
    actions.file_issue(issue=issue, **by)
    actions.dispatch_issue(issue=issue, unit=unit, **by)
    leader = leaders_in(city, on=today).first()
    note = actions.propose_note(issue=issue, leader=leader, proposal="建议现场督办", **by)
    note = actions.instruct_note(note=note, instruction="同意", on=today, **by)
    actions.assign_note(note=note, unit=unit, due_on=today, **by)
    # the check starts at another site of that kind, so that the first of the register is among those asked
    other = Site.objects.create(
        city=city, code="001", name="滨河小广场", type=site.type, starts_on=today, created_at=now, token="second",
    )  # fmt: skip
    SiteUnit.objects.create(city=city, site=other, unit=unit, part="responsible", since=today, at=now)
    beside = actions.report_issue(city=city, report=actions.Report(text="地砖松动", source="patrol", site=other), **by)
    plan = actions.Plan("地砖有没有松动", "chosen", 1, today, codes=(site.code,))
    actions.open_sweep(issue=beside, plan=plan, **by)


def _event(city: Any) -> Any:
    from wenming.kernel.models import Event

    return Event.objects.in_city(city).order_by("number").first()
