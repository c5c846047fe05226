"""Routes as pages show them: somebody's day as a list, all of them on a schematic map, what was found, what moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.clusters import Frame, frame_around
from wenming.engine.routes import DAY, MINUTE, Finding, Move, Plan, Problem, Route, RouteFault, Stop, Window
from wenming.inspections.enums import RoutePlanState, TravelMode, VisitState
from wenming.inspections.enums.routes import finding_words, obstacle_words, span_words
from wenming.inspections.models import FieldRound, RoutePlan, Visit
from wenming.kernel.schemas import days_text, moment_text
from wenming.sites.adapters.bases import drawn
from wenming.sites.schemas import maps
from wenming.sites.schemas.words import opening_text

COLOURS = 6
"""So many people have a colour of their own; the next begin anew, and every mark bears its person's code in the list."""
TONES = {
    RoutePlanState.WAITING: ("info", "half"),
    RoutePlanState.READY: ("warn", "triangle"),
    RoutePlanState.FAILED: ("bad", "square"),
    RoutePlanState.APPLIED: ("ok", "check"),
    RoutePlanState.DROPPED: ("", "dash"),
}


def clock_text(seconds: int) -> str:
    """Return a clock time in minutes: 8:05, 次日 1:10."""
    minutes = seconds // MINUTE
    text = f"{minutes // 60 % 24}:{minutes % 60:02d}"
    return _("次日 %(time)s") % {"time": text} if minutes >= 24 * 60 else text


def plan_pill(route_plan: RoutePlan) -> dict[str, str]:
    """Return the state of a plan as a pill."""
    tone, shape = TONES[RoutePlanState(route_plan.state)]
    return {"label": route_plan.get_state_display(), "tone": tone, "shape": shape}


def plan_line(route_plan: RoutePlan) -> dict[str, Any]:
    """Return a plan in the list of plans."""
    city = route_plan.field_round.city
    return {
        "url": reverse("inspections:route_plan", args=[city.slug, route_plan.field_round_id, route_plan.pk]),
        "days": _("、").join(days_text(day, day) for day in map(date.fromisoformat, route_plan.days)),
        "at": moment_text(route_plan.asked_at, city),
        "state": plan_pill(route_plan),
    }


def day_view(
    field_round: FieldRound, problem: Problem, plan: Plan, visits: Mapping[str, Visit], day: date, *, acting: bool
) -> dict[str, Any]:
    """Return one day: everybody's route as a list and all of them on a map. ``acting``: with the way to pin and to move."""
    routes = [route for route in plan.routes if route.day == day.isoformat()]
    everybody = sorted({shift.inspector for shift in problem.shifts})
    people = [
        _person(field_round, problem, route, visits, everybody.index(route.inspector) % COLOURS, acting=acting)
        for route in routes
    ]
    return {
        "day": days_text(day, day),
        "people": [one for one in people if one["stops"] or one["made"]],
        "idle": _("、").join(one["code"] for one in people if not one["stops"] and not one["made"]),
        "map": _map(problem, routes, people),
        "count": sum(len(one["stops"]) for one in people),
    }


def _person(
    field_round: FieldRound, problem: Problem, route: Route, visits: Mapping[str, Visit], colour: int, *, acting: bool
) -> dict[str, Any]:
    """Return one person's day."""
    shift = problem.shift[route.key]
    own = [one for one in visits.values() if one.member and one.member.code == route.inspector]
    made = [one for one in own if str(one.on) == route.day and one.state != VisitState.PLANNED]
    way = route.duration - route.service - route.waiting
    args = [field_round.city.slug, field_round.pk, _member_of(own), route.day]
    return {
        "code": route.inspector,
        "colour": colour,
        "mode": str(TravelMode(shift.mode).label),
        "shift": f"{clock_text(shift.begin)}–{clock_text(shift.until)}",
        "depart": clock_text(route.depart),
        "back": clock_text(route.back),
        "late": route.back > shift.until,
        "way": span_words(way),
        "waiting": span_words(route.waiting) if route.waiting >= MINUTE else "",
        "stops": [
            _stop(
                field_round,
                visits[stop.visit],
                stop,
                [one for one in problem.visit[stop.visit].windows if shift.weekday in one.weekdays],
                number=number,
                acting=acting,
            )
            for number, stop in enumerate(route.stops, start=len(made) + 1)
        ],
        "made": [
            {"name": one.site.name, "number": one.number, "state": one.get_state_display()}
            for one in sorted(made, key=lambda one: (one.order or 0, one.number))
        ],
        "sheet_url": reverse("inspections:route_sheet", args=args) if args[2] and acting else "",
    }


def _member_of(own: Sequence[Visit]) -> int:
    return own[0].member_id or 0 if own else 0


def _stop(
    field_round: FieldRound, visit: Visit, stop: Stop, windows: Sequence[Window], *, number: int, acting: bool
) -> dict[str, Any]:
    """Return one stop of a route."""
    args = [field_round.city.slug, field_round.pk, visit.pk]
    hours = [_hours(one) for one in windows]
    waiting = stop.begin - stop.arrive
    return {
        "order": number,
        "number": visit.number,
        "name": visit.site.name,
        "type": visit.site.type.name,
        "address": visit.site.address,
        "arrive": clock_text(stop.arrive),
        "begin": clock_text(stop.begin),
        "end": clock_text(stop.end),
        "stay": span_words(stop.end - stop.begin),
        "waiting": span_words(waiting) if waiting >= MINUTE else "",
        "windows": _("、").join(hours) if hours else _("全天"),
        "pinned": visit.pinned,
        "pin_url": reverse("inspections:route_pin", args=args) if acting else "",
        "move_url": reverse("inspections:route_move", args=args) if acting else "",
    }


def _hours(window: Window) -> str:
    """Return one stretch of opening hours."""
    whole = window.begin == 0 and window.end >= DAY
    return _("全天") if whole else f"{clock_text(window.begin)}–{clock_text(window.end)}"


def _map(problem: Problem, routes: Iterable[Route], people: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the schematic map of a day: straight lines from stop to stop, numbered, in everybody's colour; None without a position."""
    lines, points = [], []
    for route, person in zip(routes, people, strict=True):
        if not route.stops:
            continue
        shift = problem.shift[route.key]
        keys = [shift.start, *(problem.visit[stop.visit].place for stop in route.stops)]
        keys += [shift.end] if shift.end else []
        places = [place for key in keys if (place := problem.places.get(key))]
        lines.append((person, places))
        points += [drawn(place) for place in places]
    if not points:
        return None
    lats, lngs = [lat for lat, _lng in points], [lng for _lat, lng in points]
    frame = frame_around(Frame(min(lngs), min(lats), max(lngs), max(lats)), ratio=maps.RATIO, margin=0.1)
    picture = maps.drawing(frame, label=_("路线示意图"), routes=[_line(frame, *one) for one in lines])
    html = render_to_string("inspections/route_drawing.html", {"map": picture}, using="jinja2")
    return {"html": html, "scale": picture["scale"], "scale_text": picture["scale_text"]}


def _line(frame: Frame, person: Mapping[str, Any], places: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Return one person's line: legs, the start, and a numbered mark for each stop."""
    spots = [maps.placed(frame, *place) for place in places]
    return {
        "colour": person["colour"],
        "code": person["code"],
        "start": spots[0],
        "legs": list(pairwise(spots)),
        "stops": [
            {**spot, "order": stop["order"], "title": f"{stop['order']} {stop['name']}"}
            for spot, stop in zip(spots[1:], person["stops"], strict=False)
        ],
    }


def finding_line(one: Finding, visits: Mapping[str, Visit]) -> dict[str, str]:
    """Return one thing that the checker found: who, where, what."""
    visit = visits.get(one.visit)
    return {
        "who": one.inspector,
        "where": f"{visit.number} {visit.site.name}" if visit else "",
        "text": finding_words(one),
    }


def shown_faults(findings: Iterable[Finding]) -> list[Finding]:
    """Return what concerns people: a visit that is in no route yet is shown as such, not as a fault."""
    return [one for one in findings if one.fault is not RouteFault.MISSING]


def left_lines(plan: Plan, visits: Mapping[str, Visit]) -> list[dict[str, str]]:
    """Return the visits that are not planned, and why."""
    return [
        {
            "number": key,
            "name": visits[key].site.name,
            "type": visits[key].site.type.name,
            "why": obstacle_words(one.obstacle),
        }
        for one in plan.left
        if (key := one.visit) in visits
    ]


def move_lines(moves: Iterable[Move], visits: Mapping[str, Visit]) -> list[dict[str, str]]:
    """Return what a plan would change: before and after."""
    return [
        {
            "number": one.visit,
            "name": visits[one.visit].site.name,
            "before": _where(one.before),
            "after": _where(one.after),
        }
        for one in moves
        if one.visit in visits
    ]


def _where(place: tuple[str, str, int] | None) -> str:
    if place is None:
        return pgettext("route", "不去")
    day = date.fromisoformat(place[1])
    return f"{place[0]} · {days_text(day, day)} {clock_text(place[2])}"


def sheet_rows(view: Mapping[str, Any], visits: Mapping[str, Visit], walks: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the lines of a printed sheet: what the list has, with the whole week's hours and the walking rule."""
    by_number = {visit.number: visit for visit in visits.values()}
    rows = []
    for person in view["people"]:
        for stop in person["stops"]:
            site = by_number[stop["number"]].site
            hours = opening_text(site.hours or site.type.hours)
            rows.append(
                {**stop, "hours": hours, "walk": site.walking or site.type.walking or walks.get(site.type_id, "")}
            )
    return rows
