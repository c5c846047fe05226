"""Leagues: computed from counts, kept once, published by the formula, honest about what is not known."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

import duckdb
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.people import HOME, LEADER, OFFICER, make_account, make_city
from tests.rounds import make_round, row
from wenming.assessment.actions import (
    FormulaRefusedError,
    keep_league,
    keep_leagues,
    start_local_formula,
    write_local_formula,
)
from wenming.assessment.adapters import DjangoStore, SqlStore, platform_store
from wenming.assessment.enums import FormulaSource, LeagueLevel
from wenming.assessment.models import LeagueRun, LocalFormula
from wenming.assessment.queries import result_from, result_of
from wenming.assessment.queries.formulas import changes_between, formula_in_force, template, template_text
from wenming.assessment.queries.leagues import computed_league, league_of, leagues_of, recomputed_leagues
from wenming.engine.formulas import FormulaError
from wenming.engine.stores import CountBy, NameCount, NodeCount, SiteCount
from wenming.inspections.models import Observation
from wenming.kernel.models import Event
from wenming.organisations.actions import found_unit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SINCE = date(2026, 1, 1)
STREET = str(LeagueLevel.STREET)
FIELD, NONE = str(FormulaSource.FIELD), str(FormulaSource.NONE)
PLAIN = {"key": "plain", "name": "只看实地", "source": "本市", "root": {"key": "field", "name": "实地"}}


def rows_of(shares, sites=6):
    """Street -> one text per site: x loses half, . is in order."""
    return [
        row("公共服务10", f"社区{number}", 0.5 if mark == "x" else "", area=area, units=(f"{area[0]}局",))
        for area, marks in shares.items()
        for number, mark in enumerate((marks * sites)[:sites])
    ]


def unit(name, kind, parent=None):
    """A unit of the register."""
    return found_unit(city=make_city(HOME), kind=kind, name=name, since=SINCE, parent=parent, by=None, at=AT)


def formula(content=None, sources=None, members=None, levels=(STREET,), since=SINCE):
    """A formula, written and in force."""
    by = make_account(OFFICER)
    found = write_local_formula(
        city=make_city(HOME), content=content or PLAIN, sources={"field": FIELD} if sources is None else sources,
        members=members or {}, note="", by=by, at=AT,
    )  # fmt: skip
    start_local_formula(formula=found, levels=levels, starts_on=since, by=by, at=AT)
    return found


def test_keep_league_publishes_by_the_formula_and_says_how_sure_it_is():
    formula()
    round_ = make_round(rows_of({"好街道": ".", "中街道": ".x", "差街道": "xx", "少街道": "."}, sites=8)[:-4])
    run = keep_league(round_=round_, level=STREET, by=None, at=AT)
    found = league_of(round_, STREET)
    assert found.run == run
    first, second, _third, last = found.rows
    assert [(one.name, one.place, one.score) for one in found.rows] == [
        ("好街道", 1, "100.00"), ("少街道", 1, "100.00"), ("中街道", 3, "75.00"), ("差街道", 4, "50.00"),
    ]  # fmt: skip
    assert (first.ties, first.worked, last.moved) == (2, (), "")
    # 100 % of eight sites is not known for certain; four sites say nothing of a place
    assert first.standing.low < 1_000_000 == first.standing.high
    assert (first.has_band, second.has_band, second.standing.sites) == (True, False, 4)
    assert last.standing.last == 3


def test_keep_league_again_is_kept_once_until_something_differs():
    round_ = make_round(rows_of({"甲街道": ".", "乙街道": "x"}))
    first = keep_league(round_=round_, level=STREET, by=None, at=AT)
    assert keep_league(round_=round_, level=STREET, by=None, at=AT) == first
    assert (first.formula, league_of(round_, STREET).rows[0].place) == (None, 0)
    formula()
    second = keep_league(round_=round_, level=STREET, by=None, at=AT)
    assert (second != first, second.input_digest) == (True, first.input_digest)
    # another formula and the first one again: the newest counts
    formula({**PLAIN, "digits": 0})
    keep_league(round_=round_, level=STREET, by=None, at=AT)
    formula({**PLAIN, "digits": 2})
    assert keep_league(round_=round_, level=STREET, by=None, at=AT) == league_of(round_, STREET).run
    assert (
        Event.objects.in_city(round_.city).filter(kind="league.computed").count()
        == LeagueRun.objects.in_city(round_.city).count()
        == 4
    )


def test_league_tells_a_change_only_where_it_can_be_told():
    make_round(rows_of({"甲街道": "x", "乙街道": ".x", "丙街道": "."}, sites=30), name="一", ended=date(2026, 10, 1))
    after = make_round(rows_of({"甲街道": ".", "乙街道": "x.", "丙街道": "x"}, sites=30), name="二")
    keep_league(round_=after, level=STREET, by=None, at=AT)
    found = league_of(after, STREET)
    assert {one.name: one.moved for one in found.rows} == {"甲街道": "up", "乙街道": "untold", "丙街道": "down"}
    assert found.before == 1


def test_formula_part_without_data_is_missing_by_its_own_rule():
    content = {
        "key": "two", "name": "八五一五", "source": "本市",
        "root": {"key": "index", "name": "指数", "parts": [
            {"key": "field", "name": "实地", "weight": 85},
            {"key": "survey", "name": "问卷", "weight": 15, "absent": "zero"},
        ]},
    }  # fmt: skip
    formula(content)
    round_ = make_round(rows_of({"甲街道": ".x"}))
    keep_league(round_=round_, level=STREET, by=None, at=AT)
    (table,) = league_of(round_, STREET).tables
    assert (table.rows[0].score, table.missing) == ("63.75", (("问卷", "zero"),))
    content["root"]["parts"][1]["absent"] = "refuse"
    formula(content)
    keep_league(round_=round_, level=STREET, by=None, at=AT)
    found = league_of(round_, STREET)
    assert (found.refused, found.rows[0].place, found.rows[0].standing.estimate) == (
        ("missing", "甲街道", "survey"),
        0,
        750_000,
    )


def test_formula_groups_are_ranked_each_by_itself():
    content = {**PLAIN, "leagues": [{"key": "in", "name": "城区"}, {"key": "out", "name": "其他"}]}
    formula(content, members={"in": ["甲街道"]})
    round_ = make_round(rows_of({"甲街道": "x", "乙街道": ".", "丙街道": ".x"}))
    keep_league(round_=round_, level=STREET, by=None, at=AT)
    found = league_of(round_, STREET)
    assert [(table.name, [(one.name, one.place) for one in table.rows]) for table in found.tables] == [
        ("城区", [("甲街道", 1)]), ("其他", [("乙街道", 1), ("丙街道", 2)]),
    ]  # fmt: skip


def test_levels_lead_written_names_to_units_and_name_what_is_nobodys():
    district = unit("望河区", "district")
    street = unit("望河街道", "street", district)
    unit("滨河社区", "community", street)
    rows = [
        *rows_of({"望河街道": ".", "滨河社区": "x", "外地街道": "."}),
        row("公共服务10", "社区9", area="", units=()),
    ]
    round_ = make_round(rows)
    keep_leagues(round_=round_, by=None, at=AT)
    found = leagues_of(round_)
    assert {level: {one.name: one.standing.rows for one in view.rows} for level, view in found.items()} == {
        "district": {"望河区": 12},
        "street": {"望河街道": 12, "外地街道": 6},
        "community": {"滨河社区": 6},
        "department": {"望局": 6, "滨局": 6, "外局": 6},
    }
    assert found["district"].left_out == (("", 1), ("外地街道", 6))
    # rows of a street whose site no register knows are no community's
    assert found["community"].left_out == (("", 1), ("外地街道", 6), ("望河街道", 6))


def test_recomputed_leagues_are_equal_until_a_row_is_changed_behind_their_back():
    formula()
    round_ = make_round(rows_of({"甲街道": ".", "乙街道": "x"}))
    keep_league(round_=round_, level=STREET, by=None, at=AT)
    assert [one.differing for one in recomputed_leagues(round_.city)] == [()]
    Observation.objects.in_city(round_.city).filter(milli=500).update(milli=400)
    assert [one.differing for one in recomputed_leagues(round_.city)] == [("input", "result")]


def test_write_local_formula_counts_versions_and_says_what_changed():
    by, city = make_account(OFFICER), make_city(HOME)
    first = formula(since=date(2026, 6, 1))
    again = write_local_formula(city=city, content=PLAIN, sources={"field": FIELD}, members={}, note="", by=by, at=AT)
    assert again == first
    second = formula({**PLAIN, "digits": 1}, since=date(2026, 9, 1))
    assert [(one.key, one.version) for one in LocalFormula.objects.in_city(city).order_by("pk")] == [
        ("plain", 1),
        ("plain", 2),
    ]
    (change,) = changes_between(first, second)
    assert (change.place, change.before, change.after) == ("digits", "2", "1")
    assert formula_in_force(city, STREET, on=date(2026, 8, 31)) == first
    assert formula_in_force(city, STREET, on=date(2026, 9, 1)) == second
    assert formula_in_force(city, STREET, on=date(2026, 5, 31)) is None
    assert formula_in_force(city, "district", on=date(2026, 9, 1)) is None


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"sources": {"nobody": FIELD}}, "source"),
        ({"sources": {"field": "guess"}}, "source"),
        ({"members": {"in": ["甲街道"]}}, "members"),
    ],
)
def test_write_local_formula_refuses_what_does_not_belong_to_it(more, reason):
    with pytest.raises(FormulaRefusedError, match=reason):
        formula(**more)


def test_write_local_formula_refuses_a_name_in_two_groups_and_a_formula_with_faults():
    content = {**PLAIN, "leagues": [{"key": "in", "name": "城区"}, {"key": "out", "name": "其他"}]}
    with pytest.raises(FormulaRefusedError, match="member"):
        formula(content, members={"in": ["甲街道"], "out": ["甲街道"]})
    with pytest.raises(FormulaError):
        formula({**PLAIN, "digits": 9})
    with pytest.raises(FormulaRefusedError, match="levels"):
        formula(levels=())


def test_formulas_are_the_offices_business():
    leader = make_account(LEADER)
    with pytest.raises(PermissionDenied):
        write_local_formula(city=make_city(HOME), content=PLAIN, sources={}, members={}, note="", by=leader, at=AT)
    found = formula()
    with pytest.raises(PermissionDenied):
        start_local_formula(formula=found, levels=[STREET], starts_on=SINCE, by=leader, at=AT)


def test_templates_are_formulas_that_reproduce_their_published_example():
    assert template("wuhan")["root"]["parts"][0]["weight"] == 60
    found = formula(template("ankang"), sources={})
    assert (found.name, set(found.sources.values())) == (template("ankang")["name"], {NONE})
    with pytest.raises(KeyError):
        template_text("../passwd")


def lake(rows, units):
    """A flat copy of rows in a database of its own."""
    copy = sqlite3.connect(":memory:")
    copy.execute(
        "CREATE TABLE observations (id INTEGER, round INTEGER, node TEXT, area TEXT, site TEXT, milli INTEGER)"
    )
    copy.execute("CREATE TABLE observation_units (observation INTEGER, name TEXT)")
    copy.executemany("INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?)", rows)
    copy.executemany("INSERT INTO observation_units VALUES (?, ?)", units)
    return copy


def duck(rows, units):
    """The same in DuckDB."""
    copy = duckdb.connect()
    copy.execute("CREATE TABLE observations (id BIGINT, round BIGINT, node TEXT, area TEXT, site TEXT, milli INTEGER)")
    copy.execute("CREATE TABLE observation_units (observation BIGINT, name TEXT)")
    copy.executemany("INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?)", rows)
    copy.executemany("INSERT INTO observation_units VALUES (?, ?)", units)
    return copy


def names_of(one, units, by):
    """The areas or units for which a row of a flat copy counts."""
    return [one[3]] if by is CountBy.AREA else [name for row, name in units if row == one[0]] or [""]


def grouped(kind, keys, rows):
    """Rows of a flat copy counted by hand, in the order of their keys."""
    found = {}
    for key, one in zip(keys, rows, strict=True):
        found.setdefault(key, []).append(one[-1])
    return sorted(kind(*key, len(milli), sum(milli)) for key, milli in found.items())


@pytest.mark.parametrize("kind", ["django", "platform", "lake", "duckdb"])
def test_every_store_gives_the_same_counts_the_same_score_and_the_same_league(kind):
    formula()
    round_ = make_round([
        *rows_of({"甲街道": ".x", "乙街道": "xx.", "丙街道": "."}, sites=7),
        row("文明交通1", "路口1", 0.2, area="甲街道", units=("甲局", "平安建设局")),
        row("文明交通1", "路口2", 0.3, area="", units=()),
    ])  # fmt: skip
    rows = Observation.objects.in_city(round_.city).order_by("pk")
    flat = [(one.pk, one.round_id, one.node.code, one.area, one.site, one.milli) for one in rows.select_related("node")]
    units = [(one.pk, unit.name) for one in rows for unit in one.units.all()]
    store = {
        "django": lambda: DjangoStore(round_.city),
        "platform": lambda: platform_store(connection, round_.city.pk),
        "lake": lambda: SqlStore(lake(flat, units)),
        "duckdb": lambda: SqlStore(duck(flat, units)),
    }[kind]()
    known = DjangoStore(round_.city)
    assert store.by_node(round_.pk) == grouped(NodeCount, [(node,) for *_, node, _a, _s, _m in flat], flat)
    for by in CountBy:
        named = [(one, name) for one in flat for name in names_of(one, units, by)]
        rows = [one for one, _name in named]
        assert store.by_name(round_.pk, by) == grouped(NameCount, [(name, one[2]) for one, name in named], rows)
        keys = [(name, one[3], one[4], one[2]) for one, name in named]
        assert store.by_site([round_.pk], by) == {round_.pk: grouped(SiteCount, keys, rows)}
    assert len(named) == len(flat) + 1
    counted = {one.node: (one.rows, one.milli) for one in store.by_node(round_.pk)}
    assert result_from(round_, counted).result_digest == result_of(round_).result_digest
    leagues = [computed_league(round_, level, store=one) for one in (store, known) for level in (STREET, "department")]
    assert [one.result_digest for one in leagues[:2]] == [one.result_digest for one in leagues[2:]]
    assert (store.by_node(round_.pk + 1), store.by_site([], CountBy.AREA)) == ([], {})
