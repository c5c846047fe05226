"""Two field rounds of the demo: one that was walked by two teams, written, and became issues; one that runs today, incognito, with a day for the inspector."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from wenming.draws.actions import draw_lots, seal_draw
from wenming.draws.enums import DrawPurpose
from wenming.draws.models import Draw
from wenming.engine.fieldwork import shortfall_of
from wenming.engine.provisions import CheckItem, Judgement
from wenming.engine.sampling import FrameRow, digest_of, rule_of
from wenming.inspections.actions.fieldwork import (
    Plan,
    add_member,
    add_team,
    close_visit,
    create_field_round,
    end_field_round,
    open_findings,
    spread_visits,
    start_field_round,
    write_field_round,
)
from wenming.inspections.enums import FieldRoundState, IssueOpening, SkipReason, Verdict, VisitManner, VisitState
from wenming.inspections.models import Answer, FieldFinding, FieldRound, Visit
from wenming.inspections.queries.fieldwork import visits_of
from wenming.kernel.models import Account, City
from wenming.rehearsal.seeds.routes import plan_demo_routes
from wenming.sites.models import Site
from wenming.standards.models import Edition
from wenming.standards.queries.handbook import adopted_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EDITION = "national-civilized-city-2018-2020"
KINDS = (
    "主次干道、商业大街",
    "公共广场、公园",
    "农贸市场（专业市场）",
    "餐馆、餐饮店",
    "交通路口",
    "建筑工地",
    "学校周边环境",
    "窗口单位",
    "小区",
    "背街小巷",
)
"""Types that have a checklist, as many as a day's walk holds."""
GRADES = (("好", 1000), ("一般", 600), ("差", 0))
SAID = {
    "暴露垃圾": "墙角有一堆垃圾，没有清", "乱扔": "地上有烟头和纸屑", "小广告": "墙上有小广告", "停放": "车辆压着盲道停放", "停车": "车停在线外",
    "公益广告": "公益广告褪色破损", "消防": "消防通道堆着杂物", "窨井": "一个窨井盖缺角", "积水": "地面有积水", "吸烟": "有人在室内吸烟",
}  # fmt: skip
"""A word of a check item -> what an inspector writes."""
USUALLY, OFTEN = 9, 4
"""One of so many items is not met; of so many unmet ones one is a finding's."""


@dataclass(frozen=True, slots=True)
class Walkers:
    """Who plans and who walks in the demo."""

    keeper: Account
    inspector: Account
    firm: Account


def seed_fieldwork(*, city: City, cast: Walkers, at: datetime) -> None:
    """Walk and write one round that ended three weeks ago, and let one run today."""
    edition = Edition.objects.in_city(city).filter(code=EDITION).first()
    if edition is None or not _frame(city):
        return
    _walked(city, edition, cast, at - 24 * DAY)
    _running(city, edition, cast, at)


def _frame(city: City) -> list[FrameRow]:
    """Return the sites in use of the types that are looked at."""
    rows = Site.objects.in_city(city).filter(ends_on=None, type__name__in=KINDS).exclude(lat=None)
    return [FrameRow(site.code, site.type.name) for site in rows.select_related("type").order_by("code")]


def _drawn(city: City, cast: Walkers, round_: str, each: int, at: datetime) -> Draw:
    """Seal and draw so many sites of each type; the supervisor keeps them."""
    who = {"keeper": cast.keeper, "by": cast.keeper, "at": at}
    rule = rule_of({"round": round_, "allocation": "each", "each": each})
    sealed = seal_draw(
        city=city, title=f"{round_}点位", purpose=str(DrawPurpose.ROUND), frame=_frame(city), rule=rule, **who
    )
    return draw_lots(draw=sealed, by=cast.keeper, at=at)


def _planned(plan: Plan, draw: Draw, days: Sequence[date], cast: Walkers, at: datetime) -> FieldRound:
    """Plan a round with two teams, shared out by area."""
    who: dict[str, Any] = {"by": cast.keeper, "at": at}
    made = create_field_round(city=draw.city, plan=plan, draw=draw, days=days, **who)
    own = add_team(field_round=made, name="甲组", **who)
    firm = add_team(field_round=made, name="乙组", firm="河畔社会调查有限公司", **who)
    add_member(team=own, account=cast.inspector, code="甲1", **who)
    add_member(team=firm, account=cast.firm, code="乙1", **who)
    spread_visits(field_round=made, **who)
    return start_field_round(field_round=made, **who)


def _walked(city: City, edition: Edition, cast: Walkers, at: datetime) -> None:
    """A round of three days that is over: answers as from phones, some disputed, two sites that could not be seen, issues, a written result."""
    first = at.astimezone(city.zone).date()
    days = [first, first + DAY, first + 2 * DAY]
    plan = Plan(
        name="第一次实地明察", edition=edition, starts_on=days[0], ends_on=days[2], manner=str(VisitManner.ANNOUNCED),
        opening=str(IssueOpening.AT_ONCE), double_percent=20, place_milli=200, grades=GRADES,
    )  # fmt: skip
    made = _planned(plan, _drawn(city, cast, "第一次实地明察", 3, at - 2 * DAY), days, cast, at - DAY)
    visits = list(visits_of(made))
    _say(made, visits)
    for visit in (visits[4], visits[11]):
        note = {"state": str(VisitState.SKIPPED), "skip": str(SkipReason.REFUSED), "note": "门卫不让进入"}
        close_visit(visit=visit, **note, by=cast.keeper, at=at + 3 * DAY)
    over = at + 3 * DAY
    open_findings(city=city, at=over)
    ended = end_field_round(field_round=made, by=cast.keeper, at=over + HOUR)
    write_field_round(field_round=ended, partial=True, by=cast.keeper, at=over + 2 * HOUR)


def _running(city: City, edition: Edition, cast: Walkers, at: datetime) -> None:
    """A round of yesterday, today and tomorrow whose sites nobody but the supervisor knows; a few of today's visits are done."""
    today = at.astimezone(city.zone).date()
    days = [today - DAY, today, today + DAY]
    plan = Plan(
        name="第二次随机暗访", edition=edition, starts_on=days[0], ends_on=days[2], manner=str(VisitManner.INCOGNITO),
        opening=str(IssueOpening.AFTER), double_percent=10, place_milli=200, grades=GRADES,
    )  # fmt: skip
    made = _planned(plan, _drawn(city, cast, "第二次随机暗访", 6, at - 3 * DAY), days, cast, at - 2 * DAY)
    plan_demo_routes(field_round=made, by=cast.keeper, at=at - 2 * DAY)
    visits = list(visits_of(made))
    done = [visit for visit in visits if visit.on == days[0]]
    for member in {visit.member_id for visit in visits}:
        done += [
            visit for visit in visits if visit.on == today and visit.member_id == member and (visit.order or 0) <= 2
        ]
    _say(made, done)


def _say(made: FieldRound, visits: Sequence[Visit]) -> None:
    """Answer the items of these visits as an inspector would, and finish them; in bulk."""
    crosswalk = adopted_in(made.city).crosswalk
    by_kind: dict[str, list[CheckItem]] = {}
    for item in crosswalk.items.values():
        by_kind.setdefault(item.site_type, []).append(item)
    answers: list[Answer] = []
    findings: list[FieldFinding] = []
    for visit in visits:
        kind = visit.site.type.checklist
        metres = crosswalk.site_types[kind].metres if kind in crosswalk.site_types else None
        begun = _moment(made.city, visit)
        for place, item in enumerate(by_kind.get(kind, [])):
            answer = _answer(made, visit, item, metres, begun + place * timedelta(seconds=40))
            answers.append(answer)
            if answer.verdict == Verdict.UNMET and _draw(f"{answer.key}/found", OFTEN) == 0:
                findings.append(_finding(visit, answer, item))
        visit.state, visit.finished_at = str(VisitState.FINISHED), begun + HOUR / 2
    if made.state == FieldRoundState.RUNNING and visits:
        answers.append(_again(answers[0]))
    Answer.objects.bulk_create(answers, batch_size=500)
    FieldFinding.objects.bulk_create(findings)
    Visit.objects.in_city(made.city).bulk_update(visits, ["state", "finished_at"])


def _moment(city: City, visit: Visit) -> datetime:
    """Return when a visit began: half an hour after the one before, from half past eight on."""
    if visit.on is None:
        raise LookupError("a visit of the demo has no day")
    return datetime.combine(visit.on, time(8, 30), tzinfo=city.zone) + (visit.order or 1) * HOUR / 2


def _answer(made: FieldRound, visit: Visit, item: CheckItem, metres: int | None, at: datetime) -> Answer:
    """Return what somebody said of an item; the two codings of a site differ now and then."""
    seed = f"{made.name}/{visit.site.code}/{item.code}"
    luck = _draw(f"{seed}/{visit.coding}", 40)
    unmet = _draw(seed, USUALLY) == 0 if luck else _draw(seed, 2) == 0
    said: dict[str, Any] = {"verdict": str(Verdict.MET), "places": 0}
    if luck == 1:
        said["verdict"] = str(Verdict.NOT_APPLICABLE)
    elif unmet:
        said = {"verdict": str(Verdict.UNMET), "places": 1 + _draw(f"{seed}/places", 3)}
    if item.judge is Judgement.COUNT and said["verdict"] != Verdict.NOT_APPLICABLE:
        said |= _counted(item, said["places"], metres)
    facts = {"key": _key(f"{seed}/{visit.coding}"), "device": "demo", "said_at": at, "received_at": at + HOUR}
    return Answer(city=made.city, visit=visit, item=item.code, by_id=_walker(visit), **facts, **said)


def _counted(item: CheckItem, places: int, metres: int | None) -> dict[str, Any]:
    """Return a count that lies so many places outside its limits, and what follows from it."""
    counts = [count for count in range(40) if shortfall_of(item, count, metres) == places]
    return {"count": counts[-1 if item.at_most is None and not places else 0]} if counts else {}


def _again(answer: Answer) -> Answer:
    """Return the same item said otherwise on another phone: a conflict."""
    met = answer.verdict == Verdict.UNMET
    values = {"verdict": str(Verdict.MET if met else Verdict.UNMET), "places": 0 if met else 1}
    facts = {
        "device": "demo-2",
        "said_at": answer.said_at,
        "received_at": answer.received_at,
        "key": _key(f"{answer.key}/again"),
    }
    return Answer(city=answer.city, visit=answer.visit, item=answer.item, by_id=answer.by_id, **facts, **values)


def _finding(visit: Visit, answer: Answer, item: CheckItem) -> FieldFinding:
    """Return what was seen there."""
    text = next((said for word, said in SAID.items() if word in item.name), "没有做到")
    facts = {
        "key": _key(f"{answer.key}/finding"),
        "device": "demo",
        "said_at": answer.said_at,
        "received_at": answer.received_at,
    }
    where = {"lat": visit.site.lat, "lng": visit.site.lng, "accuracy": 12}
    return FieldFinding(
        city=visit.city,
        visit=visit,
        item=item.code,
        text=text,
        places=answer.places,
        by_id=answer.by_id,
        **facts,
        **where,
    )


def _walker(visit: Visit) -> int:
    """Return the account of who goes there."""
    if visit.member is None:
        raise LookupError("a visit of the demo was given to nobody")
    return visit.member.account_id


def _key(seed: str) -> uuid.UUID:
    return uuid.UUID(digest_of(seed)[:32])


def _draw(seed: str, sides: int) -> int:
    """Return a number from 0 to sides − 1 that depends on the seed alone."""
    return int(digest_of(seed)[:16], 16) % sides
