"""What workers do for the rounds: fetch and delegate."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from wenming.engine.routes import Effort, News, Plan, Problem, UnsoundPlanError, replanned, solved, standing
from wenming.inspections.actions import read_import, write_round
from wenming.inspections.actions.fieldwork import keep_pictures, open_findings, sweep_field_parts
from wenming.inspections.actions.fieldwork.routing import keep_routes
from wenming.inspections.enums import ImportState, RoutePlanState
from wenming.inspections.models import FieldFile, RoundImport, RoutePlan
from wenming.inspections.queries.fieldwork.routes import Ground, news_of, problem_of, standing_plan
from wenming.kernel.actions import enqueue
from wenming.kernel.models import City, Event


def read_asked_import(event: Event) -> None:
    """Read a large workbook; one that was dropped, or read by a later request, is left alone."""
    import_ = _import_of(event)
    if import_.state == ImportState.READING and import_.work_id == event.pk:
        read_import(import_=import_, by=event.by, at=timezone.now())


def write_asked_import(event: Event) -> None:
    """Write a large import; one that was reopened meanwhile is left alone."""
    import_ = _import_of(event)
    if import_.state == ImportState.WRITING and import_.work_id == event.pk:
        write_round(import_=import_, partial=event.data["partial"], by=event.by, at=timezone.now())


def _import_of(event: Event) -> RoundImport:
    """Return the import that the event is about."""
    rows = RoundImport.objects.in_city(event.city).select_related("city")
    return rows.get(pk=int(event.subject.rpartition(":")[2]))


def show_kept_file(event: Event) -> None:
    """Have pictures made of a photo that has come. Jobs of events run inside a transaction, a photo takes a second: it is queued by itself."""
    enqueue(
        "wenming.inspections.tasks.make_pictures",
        event.city_id,
        [int(event.subject.rpartition(":")[2])],
        cluster="long",
    )


def show_known_files(event: Event) -> None:
    """Have pictures made of photos whose bytes were here when they were announced: nobody sends those again."""
    rows = FieldFile.objects.in_city(event.city).filter(visit__in=event.data["visits"], file__isnull=False)
    keys = list(rows.filter(evidence__isnull=True, completed_at=event.at).values_list("pk", flat=True))
    if keys:
        enqueue("wenming.inspections.tasks.make_pictures", event.city_id, keys, cluster="long")


def make_pictures(city_id: int, keys: list[int]) -> int:
    """Make the pictures of these files; return of how many."""
    rows = FieldFile.objects.in_city(City.objects.get(pk=city_id)).filter(pk__in=keys)
    files = rows.select_related("city", "file", "by").order_by("pk")
    return sum(keep_pictures(field_file=one, by=None, at=timezone.now()) for one in files)


def sweep_parts() -> int:
    """Every night: forget bytes that nobody goes on sending."""
    return sum(sweep_field_parts(city=city, at=timezone.now()) for city in City.objects.all())


def open_found(event: Event) -> None:
    """Open the issues of what was found, after a round has ended or records came in; whatever waits in the city is taken."""
    open_findings(city=event.city, at=timezone.now())


def open_due() -> int:
    """Open the issues whose time has come, in every city; photos that came later follow."""
    return sum(open_findings(city=city, at=timezone.now()) for city in City.objects.all())


def plan_asked_routes(event: Event) -> None:
    """Compute the routes that were asked for; one that was dropped meanwhile is left alone."""
    rows = RoutePlan.objects.in_city(event.city).select_related("field_round__city")
    route_plan = rows.get(pk=int(event.subject.rpartition(":")[2]))
    if route_plan.state != RoutePlanState.WAITING:
        return
    problem, plan = _found(route_plan, event)
    keep_routes(route_plan=route_plan, problem=problem, plan=plan, by=event.by, at=timezone.now())


def _found(route_plan: RoutePlan, event: Event) -> tuple[Problem, Plan | None]:
    """Return what was to be planned, and the plan; None where the checker would not have it."""
    problem, effort = problem_of(route_plan), Effort(float(event.data["seconds"]))
    ground, days = Ground(route_plan.field_round), [date.fromisoformat(day) for day in route_plan.days]
    before = standing_plan(ground, days)[1]
    minute = event.data["minute"]
    today = event.at.astimezone(event.city.zone).date() if minute >= 0 else days[0]
    news = news_of(ground, today, max(0, minute) * 60, hold=event.data["hold"])
    if minute < 0:
        news = News(days[0].isoformat(), 0, hold=news.hold)
    try:
        if minute < 0 and not news.hold:
            return problem, solved(problem, effort, route_plan.seed)
        return replanned(problem, before, news, effort, route_plan.seed)
    except UnsoundPlanError:
        return standing(problem, news), None
