"""The demo's running field round gets its routes: three days, one by car and one by e-bike, planned and adopted before anybody set out."""

from __future__ import annotations

from datetime import date, datetime

from wenming.engine.routes import Effort, solved
from wenming.inspections.actions.fieldwork.routing import apply_routes, ask_routes, keep_routes
from wenming.inspections.enums import TravelMode
from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork import members_of
from wenming.inspections.queries.fieldwork.routes import Asked, Walk, problem_of
from wenming.kernel.models import Account

STEPS = 300
"""Enough for sixty sites, in half a second."""
MODES = (TravelMode.CAR, TravelMode.BIKE)
MOST = 12
"""Sites a day for each of them, so that nobody gets all of it."""
SHIFT = (8 * 60, 18 * 60)


def plan_demo_routes(*, field_round: FieldRound, by: Account, at: datetime) -> None:
    """Plan all days of a round and adopt the plan, as its planner would on the pages."""
    days = tuple(date.fromisoformat(day) for day in field_round.days)
    walks = tuple(
        Walk(member, str(MODES[place % len(MODES)]), *SHIFT) for place, member in enumerate(members_of(field_round))
    )
    asked = ask_routes(field_round=field_round, asked=Asked(days, walks, MOST, seconds=5), by=by, at=at)
    problem = problem_of(asked)
    plan = solved(problem, Effort(None, STEPS), asked.seed)
    ready = keep_routes(route_plan=asked, problem=problem, plan=plan, by=by, at=at)
    apply_routes(route_plan=ready, by=by, at=at)
