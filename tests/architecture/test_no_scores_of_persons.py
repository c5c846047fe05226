"""No person is scored or ranked: no record that points at a person carries a number without a reason, and nothing lists or counts people by one.

Walked are the models, every query of the source, and the exports that list people. What no static test sees is arithmetic that a view would do in plain
Python over rows of people; counters and sorts that name a person's column are searched for, and the rest is for the reader of a change.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from django.apps import apps
from django.db import models

from tests.architecture.sources import SOURCE, files, named, tree
from tests.people import HOME, OFFICER, SINCE, make_account, make_cast, make_city
from wenming.kernel.models import Account
from wenming.organisations.models import Person, Post, Tenure

PEOPLE = (Account, Person, Post, Tenure)
NUMERIC = (models.IntegerField, models.FloatField, models.DecimalField, models.DurationField)
OURS = [model for model in apps.get_models() if model.__module__.startswith("wenming.")]
REASONS = {
    "signing in: counts no work, and is never shown": ("Account.session_number", "SignInCode.tries"),
    "protocol order, set by hand": ("Tenure.order", "Responsibility.order", "SavedView.order"),
    "a running number or a year of the record": (
        "Event.number", "IssuePaper.version", "LocalFormula.version", "PaperVersion.number", "Round.number", "OfficialScore.year",
    ),
    "the size of a file or picture": ("StoredFile.size", "SitePhoto.width", "SitePhoto.height", "IssuePhoto.width", "IssuePhoto.height"),
    "where a place lies": (
        "Site.lat", "Site.lng", "Site.given_lat", "Site.given_lng", "Site.cell_8", "Site.cell_10", "Issue.lat", "Issue.lng", "Issue.accuracy",
        "Issue.cell_10", "DuplicatePair.metres",
    ),
    "what is asked of a unit; the person is who asked or set it": (
        "Ask.count", "Ask.minutes", "RefusedAsk.used", "RefusedAsk.wanted", "RefusedAsk.most", "Budget.photos", "Budget.forms", "Budget.minutes",
        "AskEstimate.minutes",
    ),
    "chance: the place in which a unit was drawn": ("DrawnUnit.order",),
    "the city's own result, target or condition; the person is who entered it": (
        "Campaign.target", "Campaign.material_month", "OfficialScore.score", "OfficialScore.rank", "OfficialScore.ranked", "ConditionFinding.score", "WatchStep.points",
        "Target.rate", "Recheck.alarm_days", "Round.left_out",
    ),
    "what happened to an issue, which is a unit's": (
        "Issue.limit_amount", "Issue.dispatch_count", "Issue.return_count", "Issue.rework_count", "Issue.extension_count",
        "Issue.suspension_count", "Issue.reminder_count", "DuplicatePair.score",
    ),
    "a photo: how large, where and how it was taken, how it compares with another photo": (
        "Evidence.width", "Evidence.height", "Evidence.quality", "Evidence.lat", "Evidence.lng", "Evidence.exif_lat", "Evidence.exif_lng",
        "Evidence.accuracy", "Finding.agreement", "Finding.covered", "Finding.distance", "Finding.inliers", "Finding.metres", "Finding.minutes",
    ),
    "chance: how many of how many matters a visit stands for; the person is who goes": (
        "LookBack.day", "LookBack.stratum_chosen", "LookBack.stratum_size",
    ),
    "a rule for lists of units, and the number of a kept list; the person is who entered or approved it": (
        "ListRuleVersion.minimum", "ListRuleVersion.number", "ListRun.number", "ListRun.unmatched",
    ),
    "what was observed at a site, before and after an appeal": ("ObservationCorrection.before", "ObservationCorrection.after"),
    "a rule of the round; the person is who plans it": ("FieldRound.double_percent", "FieldRound.place_milli"),
    "the hours and the place that a day of walking is planned for": (
        "TeamMember.shift_from", "TeamMember.shift_to", "TeamMember.start_lat", "TeamMember.start_lng",
    ),
    "what was seen at a site, and where; the person is who wrote it down": (
        "Answer.count", "Answer.places", "FieldFinding.places", "FieldFinding.lat", "FieldFinding.lng", "FieldFinding.accuracy",
        "FieldFile.size", "FieldFile.lat", "FieldFile.lng", "FieldFile.accuracy",
    ),
    "what is asked for: how many, by when; the person is who set it": (
        "Requirement.number", "Requirement.count", "Requirement.due_day", "Requirement.window_months", "Programme.years", "Programme.recheck_months", "Programme.notice_days",
    ),
    "a running number, a year, a place on a page; the points are those of a clause": (
        "MaterialVersion.number", "PaperMark.page", "PaperMark.left", "PaperMark.top", "PaperMark.width", "PaperMark.height", "ClauseGrade.year",
        "ClauseGrade.milli", "Filing.year", "Filing.number", "GradeSample.year", "GradeSample.number", "MaterialRun.year",
    ),
    "what the three parts of a year are worth; the person is who wrote the rule down": ("GradeRule.filing", "GradeRule.field", "GradeRule.survey"),
    "files in a zip": ("PaperBatch.awaited",),
    "how many papers a filing holds and lacks; the person is who had it made": ("Filing.pieces", "Filing.lacks"),
    "what is known of the coming evaluation, and what a forecast of the city rests on; the person is who wrote it or had it made": (
        "ForecastSettings.version", "ForecastSettings.line", "ForecastSettings.field", "ForecastSettings.materials", "ForecastSettings.survey",
        "ForecastSettings.communities", "ForecastSettings.households", "ForecastSettings.intercepts", "ForecastSettings.gate_passed",
        "ForecastSettings.gate_held", "ForecastRun.year", "ForecastRun.seed", "ForecastRun.evaluations",
    ),
    "lines of a text that was pasted": ("IssuePaste.lines", "IssuePaste.heads", "IssuePaste.markers"),
}  # fmt: skip
"""Why a number beside a person says nothing of that person. A new line needs a reason that a reader of the change accepts."""
NEUTRAL = frozenset({
    "pk", "id", "name", "username", "title", "role", "kind", "position", "unit__position", "unit", "person", "account", "order", "starts_on",
    "since", "until", "at", "created_at", "code", "slug", "city__slug", "tenures__unit__position", "tenures__order", "node__position",
})  # fmt: skip
"""Columns by which people may be listed: names, protocol order, days."""
OF_PEOPLE = re.compile(
    r"\b(Account|Person|Post|Tenure)\.objects|\b(accounts_in|people_in|people_found|people_without_account|posts_in|posts_listed|tenures_in|leaders_in)\("
)
COUNTING = re.compile(r"\b(Count|Sum|Avg|Max|Min|Window|Rank|RowNumber|StdDev)\(")


def points_at_people(model: type[models.Model]) -> bool:
    """Whether a record is a person or points at one."""
    return model in PEOPLE or bool(columns_of_people(model))


def columns_of_people(model: type[models.Model]) -> list[str]:
    """Return the columns by which a record points at a person."""
    return [field.name for field in model._meta.local_fields if field.is_relation and field.related_model in PEOPLE]


def numbers(model: type[models.Model]) -> list[str]:
    """Return the columns of a model that hold a number of its own: no keys."""
    return [
        f"{model.__name__}.{field.name}"
        for field in model._meta.local_fields
        if isinstance(field, NUMERIC) and not field.primary_key and not field.is_relation
    ]


def test_walk_records_that_point_at_people_finds_only_numbers_with_a_reason():
    found = {column for model in OURS if points_at_people(model) for column in numbers(model)}
    listed = [column for columns in REASONS.values() for column in columns]
    assert len(listed) == len(set(listed))
    assert found == set(listed)


def calls(name: str) -> Iterator[tuple[str, ast.Call, str]]:
    """Return every call of a method or function of this name in the source: where, the call, the text of the whole chain."""
    for path in files(".py", under="src/wenming/"):
        if "/migrations/" in named(path) or f"{name}(" not in path.read_text(encoding="utf-8"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and name in {getattr(node.func, "attr", ""), getattr(node.func, "id", "")}:
                yield f"{named(path)}:{node.lineno}", node, ast.unparse(node)


def test_read_orders_of_people_finds_names_days_and_protocol_only():
    strange = []
    seen = 0
    for where, call, chain in calls("order_by"):
        if not OF_PEOPLE.search(chain):
            continue
        seen += 1
        for argument in call.args:
            word = argument.value.lstrip("-") if isinstance(argument, ast.Constant) else ast.unparse(argument)
            strange += [f"{where}: {word}"] if word not in NEUTRAL else []
    assert strange == []
    assert seen > 5


def test_read_default_orders_of_people_finds_no_number():
    assert [model.__name__ for model in PEOPLE if set(model._meta.ordering) - NEUTRAL] == []


def test_read_groups_of_queries_finds_none_that_counts_by_person():
    people = {column for model in OURS for column in columns_of_people(model)}
    counted = []
    for where, call, chain in calls("annotate"):
        grouped = re.findall(r"\.values(?:_list)?\(([^)]*)\)", chain.rsplit(".annotate(", 1)[0])
        words = {
            word.split("__")[-1].removesuffix("_id") for text in grouped for word in re.findall(r"'([\w]+)'", text)
        }
        added = " ".join(ast.unparse(argument) for argument in (*call.args, *(one.value for one in call.keywords)))
        of_people = bool(OF_PEOPLE.search(chain.split(".annotate(", 1)[0]))
        if COUNTING.search(added) and (words & people or of_people):
            counted.append(where)
    assert counted == []


def test_read_counters_and_sorts_in_python_finds_none_by_person():
    by_person = re.compile(r"\.(?:by|account|person|keeper|assignee|reported_by|answered_by|created_by)_id\b")
    counters = [where for where, _call, text in calls("Counter") if by_person.search(text)]
    sorts = [where for name in ("sorted", "sort") for where, _call, text in calls(name) if by_person.search(text)]
    assert counters + sorts == []


@pytest.mark.django_db
def test_export_people_and_posts_gives_no_number_of_anybody(client):
    make_cast()
    city = make_city()
    person = Person.objects.create(city=city, name="高长明")
    unit = Post.objects.in_city(city).filter(unit__isnull=False).first().unit
    Tenure.objects.create(city=city, person=person, unit=unit, title="主任", order=1, starts_on=SINCE)
    client.force_login(make_account(OFFICER))
    for page in ("people/workbook/", "posts/workbook/"):
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{HOME}/{page}").content))
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        assert len(cells) >= 10
        assert [value for value in cells if isinstance(value, (int, float))] == []


def test_read_the_definition_of_the_interface_finds_no_person_in_it():
    text = (SOURCE / "api" / "schemas" / "openapi.py").read_text(encoding="utf-8").replace('"', "'")
    assert re.findall(r"'(account|person|people|rank|score)'", text) == []
