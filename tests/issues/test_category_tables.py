"""Tables of categories: both seeds against domain.md 6.4, out and in without loss, faults that name their place."""

from __future__ import annotations

import pytest
import xlsxwriter
from django.conf import settings

from tests.issues.cases import HOUR, bring, make_disposer, make_issue
from tests.people import AT, make_city
from wenming.engine.deadlines import Limit, LimitUnit
from wenming.engine.observations import NothingReadableError
from wenming.issues.actions import categories as actions
from wenming.issues.exports.categories import categories_workbook, categories_yaml
from wenming.issues.imports.categories import UnusableTableError, read_categories
from wenming.issues.imports.category_workbooks import read_category_workbook
from wenming.issues.imports.limits import UnusableLimitError, limit_written, read_limit, read_limits
from wenming.issues.models import Issue, MinorClass
from wenming.issues.queries.categories import plan_of, shipped_tables

HOURS, DAYS = LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY
# domain.md 6.4, typed by hand: code -> small class and limits of each of the two tables
DISTRICT = {
    "01": ("私搭乱建", [("停工", 4, HOURS), ("处罚", 7, DAYS), ("拆除", 20, DAYS)]),
    "02": ("暴露垃圾", [("", 4, HOURS)]),
    "03": ("积存渣土", [("", 4, HOURS), ("成堆", 2, DAYS)]),
    "04": ("道路不洁", [("", 2, HOURS), ("积水", 4, HOURS)]),
    "05": ("绿地不洁", [("", 4, HOURS)]),
    "06": ("绿地养护", [("", 5, DAYS)]),
}
JIYUAN = {
    "01": ("违法搭建", [("", 15, DAYS)]),
    "02": ("暴露垃圾", [("", 1, DAYS)]),
    "03": ("积存渣土", [("", 4, DAYS)]),
    "04": ("道路不洁", [("", 5, HOURS)]),
    "05": ("水域不洁", [("", 15, DAYS)]),
}


@pytest.mark.parametrize(("name", "known"), [("district", DISTRICT), ("jiyuan", JIYUAN)])
def test_read_a_shipped_table_agrees_with_the_published_figures(name, known):
    table = read_categories(shipped_tables()[name])
    minors = {minor.code: minor for minor in table.majors[0].minors}
    assert {code for major in table.majors for minor in major.minors if minor.source for code in (minor.code,)} == set(
        known
    )
    for code, (title, limits) in known.items():
        minor = minors[code]
        read = {(condition, limit.amount, limit.unit) for condition, limit in minor.limits}
        assert (minor.name, minor.source != "") == (title, True)
        assert set(limits) <= read, code
    assert table.source


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("4 工作时", ("", Limit(4, HOURS))), ("4 work_hour", ("", Limit(4, HOURS))), ("积水：2个工作日", ("积水", Limit(2, DAYS))),
        (" 拆除: 20 work_day ", ("拆除", Limit(20, DAYS))), ("3天", ("", Limit(3, LimitUnit.DAY))),
    ],
)  # fmt: skip
def test_read_a_limit_in_both_spellings_is_written_again_the_same(text, read):
    assert read_limit(text) == read
    assert read_limit(limit_written(*read)) == read


@pytest.mark.parametrize("text", ["", "四小时", "0 工作时", "4", "4 星期", "9999 工作时"])
def test_read_a_limit_that_is_none_is_refused(text):
    with pytest.raises(UnusableLimitError):
        read_limit(text)


def test_read_several_limits_with_a_condition_twice_is_refused():
    with pytest.raises(UnusableLimitError, match="5 工作时"):
        read_limits("4 工作时；5 工作时")


def _faults(source: str) -> list[tuple[str, str, str]]:
    with pytest.raises(UnusableTableError) as caught:
        read_categories(source)
    return [(one.place, one.fault, one.written) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("a: [", [("1", "yaml", "expected the node content, but found '<stream end>'")]),
        ("[]", [("", "shape", "")]),
        ("kinds: [1]", [("", "shape", "[1]")]),
        ("kinds: []", [("", "empty", "")]),
        (
            """
            kinds: [{kind: thing, majors: [{code: '01', name: 甲, minors: [
                {code: '02', name: 乙, limits: [很快], automatic: 20, urgent: 也许}, {code: '02', name: '', limits: []}]}]}]
            stages: {acceptance: 快, lunch: 1 work_hour}
            visit: 1
            """,
            [
                ("01 甲 / 02 乙", "kind", "thing"), ("01 甲 / 02 乙", "automatic", "20"), ("01 甲 / 02 乙", "yes_no", "也许"),
                ("01 甲 / 02 乙", "limit", "很快"), ("01 甲 / 02", "kind", "thing"), ("01 甲 / 02", "no_name", ""),
                ("01 甲 / 02", "twice", "02"), ("acceptance", "limit", "快"), ("lunch", "stage", "lunch"),
            ],
        ),
        (f"kinds: [{{kind: fixture, majors: [{{code: '1', name: 甲, minors: [{{code: '1', name: {'长' * 61}, limits: []}}]}}]}}]",
         [(f"1 甲 / 1 {'长' * 61}", "long", "长" * 40)]),
    ],
)  # fmt: skip
def test_read_a_table_with_faults_names_every_place(source, faults):
    assert [(place.strip(), fault, written) for place, fault, written in _faults(source)] == faults


def _book(rows: list[list[object]]) -> bytes:
    import io

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("表")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def test_read_a_workbook_of_others_finds_the_heads_and_names_the_row():
    heads = ["序号", "类别", "大类代码", "大类名称", "小类代码", "小类名称", "处置时限"]
    with pytest.raises(UnusableTableError) as caught:
        read_category_workbook(
            _book([["某市"], heads, [1, "事件", "01", "市容", "02", "垃圾", "四小时"], []]), "表.xlsx"
        )
    assert [(one.place, one.fault, one.written) for one in caught.value.faults] == [("“表”第 3 行", "limit", "四小时")]
    with pytest.raises(NothingReadableError, match="没有找到表头"):
        read_category_workbook(_book([["某市"]]), "表.xlsx")
    table = read_category_workbook(_book([heads, [1, "部件", 1, "设施", 2, "路灯", "2 工作日"]]), "表.xlsx")
    assert (table.majors[0].kind, table.majors[0].code, table.majors[0].minors[0].code) == ("fixture", "1", "2")


@pytest.mark.django_db
def test_export_and_import_categories_in_both_forms_loses_nothing():
    city = make_city()
    unit = make_disposer("市城市管理局")
    actions.adopt_categories(city=city, source=shipped_tables()["district"], by=None, at=AT)
    MinorClass.objects.in_city(city).filter(name="占道经营").update(automatic_from=900, is_active=False)
    units = {unit.name: unit}
    in_yaml = read_categories(categories_yaml(city))
    in_workbook = read_category_workbook(categories_workbook(city), "x")
    assert in_yaml.majors == in_workbook.majors
    assert (in_yaml.stages, in_yaml.visit) == (in_workbook.stages, in_workbook.visit)
    for table in (in_yaml, in_workbook):
        plan = plan_of(city, table, units)
        assert (plan.is_empty, plan.same, plan.untouched) == (True, 24, [])


@pytest.mark.django_db
def test_adopt_another_table_changes_what_it_says_and_leaves_issues_alone():
    city = make_city()
    actions.adopt_categories(city=city, source=shipped_tables()["district"], by=None, at=AT)
    rubbish = MinorClass.objects.in_city(city).get(name="暴露垃圾")
    issue = bring(make_issue(minor=rubbish), "dispatched")
    plan = plan_of(city, read_categories(shipped_tables()["jiyuan"]), {})
    changes = {
        one.minor.name: [(change.column, change.before, change.after) for change in one.changes] for one in plan.changed
    }
    assert changes["暴露垃圾"][-1] == ("limits", "4 工作时", "1 工作日")
    assert ("name", "绿地不洁", "水域不洁") in changes["水域不洁"]
    assert (len(plan.new), plan.same, len(plan.untouched), plan.limits, plan.strangers) == (0, 0, 19, [], [])
    actions.adopt_categories(city=city, source=shipped_tables()["jiyuan"], by=None, at=AT)
    rubbish.refresh_from_db()
    # what the table leaves empty stays; who is under way keeps the limit of four hours, the next one has a day
    assert (rubbish.words[0], rubbish.filing_condition[:6], rubbish.limits.get().amount) == (
        "垃圾",
        "1 平方米以上"[:6],
        1,
    )
    assert Issue.objects.in_city(city).get(pk=issue.pk).due_at == AT + 8 * HOUR
    assert bring(make_issue(minor=rubbish), "dispatched").limit_unit == "work_day"


def test_shipped_tables_lie_where_the_pages_look():
    assert sorted(shipped_tables()) == sorted(
        path.stem for path in (settings.ROOT / "data" / "categories").glob("*.yaml")
    )
