"""Tables of issues on their way in: every row and picture is used or listed, nothing is guessed, nothing is written twice."""

from datetime import timedelta

import pytest

from tests.issues.cases import make_disposer, make_issue, make_minor
from tests.issues.workbooks import FIRST, HEADS, ROWS, office_ledger, picture, plain_table
from tests.people import AT, LIAISON, OFFICER, make_account, make_city
from tests.sites.places import make_unit
from wenming.issues.workflow import TABLE

pytestmark = pytest.mark.django_db


def make_units():
    from wenming.organisations.actions import add_alias

    disposer = make_disposer()
    management = make_unit("市城市管理局", "department")
    add_alias(unit=management, name="市城管局", kind="confirmed", by=None, at=AT)
    return {"市环卫处": disposer, "市城市管理局": management, "浉河区": make_unit("浉河区", "district")}


def opened(content, name="台账.xlsx", **facts):
    from wenming.issues.actions.ledgers import start_ledger_import

    return start_ledger_import(
        city=make_city(), file_name=name, chunks=[content], by=make_account(OFFICER), at=AT, **facts
    )


def checked(ledger, source="supervision", **answers):
    from wenming.issues.actions.ledgers import answer_ledger_import, map_ledger_import

    officer = make_account(OFFICER)
    ledger = map_ledger_import(ledger=ledger, source=source, mapping=ledger.mapping, by=officer, at=AT)
    for what, values in answers.items():
        ledger = answer_ledger_import(ledger=ledger, what=what, values=values, by=officer, at=AT)
    return ledger


def written(ledger):
    from wenming.issues.actions.ledger_writing import write_ledger_import
    from wenming.issues.actions.ledgers import ask_ledger_writing

    ledger = ask_ledger_writing(ledger=ledger, by=make_account(OFFICER), at=AT)
    return write_ledger_import(ledger=ledger, by=make_account(OFFICER), at=AT)


def kinds(ledger):
    return sorted({one["kind"] for one in ledger.reading["problems"]})


def assert_pictures_hang(rows):
    from wenming.issues.models import IssuePhoto
    from wenming.kernel.adapters.stores import path_of

    # every picture on its row, before or after, byte for byte
    found = {}
    for photo in IssuePhoto.objects.in_city(make_city()).select_related("file"):
        content = path_of(make_city().slug, photo.file.sha256).read_bytes()
        found[content] = (photo.issue_id, photo.moment)
    assert len(found) == 40
    for number in range(40):
        row = number if number < 20 else 20 + (number - 20) // 2
        moment = "after" if number >= 20 and number % 2 else "before"
        assert found[picture(number)] == (rows[row].pk, moment), number


def assert_history(settled, unit, ledger):
    from wenming.issues.models import IssueStep

    # settled rows are history, entered by whoever brought the table in, by legal steps
    assert (settled.state, settled.closed_at.astimezone(make_city().zone).date().isoformat()) == (
        "closed",
        "2026-10-30",
    )
    steps = list(IssueStep.objects.in_city(make_city()).filter(issue=settled).order_by("pk"))
    assert [step.action for step in steps] == ["report", "accept", "file", "dispatch", "answer", "close"]
    assert [step.action in TABLE[step.before] for step in steps[1:]] == [True] * 5
    assert {step.by for step in steps} == {make_account(OFFICER)}
    assert steps[4].entered_for == unit
    assert all(step.data["imported"] == ledger.pk for step in steps[1:])


def test_import_the_ledger_of_an_office_uses_or_lists_every_row_and_picture():
    from wenming.issues.models import ImportedIssue

    units = make_units()
    ledger = checked(opened(office_ledger()))
    # the year of 11.30 and what "at once" means are asked; the rows that say so wait, and their pictures with them
    assert kinds(ledger) == ["at_once", "no_year", "picture_without_row"]
    assert {one["group"] for one in ledger.reading["problems"]} == {"term:立行立改", "term:11.30", ""}
    assert (ledger.reading["rows"], ledger.reading["new"], ledger.reading["left"]) == (ROWS, 40, 20)
    assert ledger.reading["pictures"] == 40
    ledger = checked(ledger, terms={"立行立改": "2工作时", "11.30": "2026-11-30"})
    assert ledger.reading["problems"] == []
    assert [ledger.reading[name] for name in ("new", "left", "pictures_used", "pictures_left")] == [ROWS, 0, 40, 0]
    ledger = written(ledger)
    rows = {
        int(row.place.rpartition("!")[2]) - FIRST: row.issue
        for row in ImportedIssue.objects.in_city(make_city()).select_related("issue__unit")
    }
    assert sorted(rows) == list(range(ROWS))
    # a merged place holds for each of its rows
    assert [rows[number].place for number in (0, 2, 3, 59)] == [
        "人民路1号院",
        "人民路1号院",
        "人民路2号院",
        "人民路20号院",
    ]
    # the first unit leads, the others help
    assert rows[0].unit == units["市城市管理局"]
    assert [one.unit for one in rows[0].helpers.all()] == [units["浉河区"]]
    assert rows[2].unit == units["浉河区"]
    assert [one.unit for one in rows[2].helpers.all()] == [units["市环卫处"]]
    limits = [(rows[number].limit_amount, rows[number].limit_unit) for number in range(5)]
    assert limits == [(2, "work_hour"), (3, "day"), (None, ""), (3, "work_day"), (None, "")]
    assert rows[2].due_at.astimezone(make_city().zone).isoformat() == "2026-11-30T18:00:00+08:00"
    assert_pictures_hang(rows)
    assert_history(rows[5], units["市环卫处"], ledger)
    assert rows[20].state == "answered"
    assert ledger.state == "adopted"
    assert ledger.reading["written"] == ROWS


def test_write_again_after_a_break_writes_each_row_once(monkeypatch):
    from wenming.issues.actions import ledger_writing
    from wenming.issues.actions.ledgers import ask_ledger_writing, reopen_ledger_import
    from wenming.issues.actions.steps import NotPossibleError
    from wenming.issues.models import Issue
    from wenming.kernel.models import Event

    make_units()
    rows = [(f"问题{number}", "市环卫处") for number in range(6)]
    ledger = checked(opened(plain_table(("问题描述", "责任单位"), rows)))
    officer = make_account(OFFICER)
    ledger = ask_ledger_writing(ledger=ledger, by=officer, at=AT)
    whole, count = ledger_writing._Writer.write, iter(range(99))

    def breaks(self, row):
        if next(count) == 3:
            raise OSError("the machine stopped")
        whole(self, row)

    monkeypatch.setattr(ledger_writing._Writer, "write", breaks)
    with pytest.raises(OSError, match="stopped"):
        ledger_writing.write_ledger_import(ledger=ledger, by=officer, at=AT)
    assert ledger.rows.count() == 3
    with pytest.raises(NotPossibleError, match="written_partly"):
        reopen_ledger_import(ledger=ledger, by=officer, at=AT)
    ledger = ask_ledger_writing(ledger=ledger, by=officer, at=AT)
    done = ledger_writing.write_ledger_import(ledger=ledger, by=officer, at=AT)
    assert sorted(Issue.objects.in_city(make_city()).values_list("text", flat=True)) == [text for text, _unit in rows]
    assert (done.state, done.reading["written"]) == ("adopted", 6)
    assert Event.objects.in_city(make_city()).filter(kind="ledger_import.written").count() == 1
    with pytest.raises(NotPossibleError, match="not_in_check"):
        ask_ledger_writing(ledger=done, by=officer, at=AT)


HOTLINE = (
    "工单编号",
    "诉求内容",
    "事发地址",
    "承办单位",
    "诉求类别",
    "办理时限",
    "受理时间",
    "办理结果",
    "办结时间",
    "来电人",
    "联系电话",
    "来源",
)
ORDERS = [
    ("H-1", "已经有的", "", "", "", "", "", "", "", "张三", "13912345678", ""),
    ("H-2", "楼道堆物，联系 13912345678", "东门", "环卫", "垃圾类", "尽快", "", "", "", "张三", "13912345678", ""),
    ("H-2", "编号重复", "", "", "", "", "", "", "", "", "", ""),
    ("H-3", "", "西门", "", "", "", "", "", "", "", "", ""),
    ("H-4", "还没办", "", "市环卫处", "暴露垃圾", "", "2026-10-01", "正在办理", "", "", "", "天上"),
    ("H-5", "办结了没有日期", "", "市环卫处", "", "", "", "已办", "是", "", "", ""),
    ("", "早就有", "东门", "", "", "", "", "", "", "", "", ""),
    ("H-6", "没有单位的办结", "", "", "", "", "", "好了", "2026-10-02", "", "", ""),
    ("H-7", "将来的", "", "", "", "", "2027-01-01", "", "", "", "", ""),
    ("合计", "9", "", "", "", "", "", "", "", "", "", ""),
]  # fmt: skip


def test_import_a_list_lists_what_it_cannot_use_and_takes_answers():
    make_units()
    make_minor("暴露垃圾")
    make_issue("早就有", place="东门", source="hotline", source_number="H-1")
    ledger = checked(opened(plain_table(HOTLINE, ORDERS), "12345工单.xlsx"), "hotline")
    assert ledger.hidden == ["来电人", "联系电话"]
    by_row = {}
    for one in ledger.reading["problems"]:
        by_row.setdefault(one["row"], []).append(one["kind"])
    assert by_row == {
        2: ["known_source"], 3: ["unknown_unit", "unknown_minor", "unread_term"], 5: ["no_text"],
        6: ["unknown_source"], 7: ["no_closing_day"], 8: ["known_text"], 9: ["closed_by_nobody"], 10: ["in_future"],
    }  # fmt: skip
    assert [one["kind"] for one in ledger.reading["notes"] if one["row"] == 11] == ["sum"]
    from wenming.issues.actions.ledgers import read_of, settle_ledger

    kept = read_of(ledger)
    texts = " ".join(str(cell) for row in kept.sheets[0].rows for cell in row)
    assert "13912345678" not in texts
    assert "张三" not in texts
    assert "139****5678" in texts
    officer, minor = make_account(OFFICER), make_minor("暴露垃圾")
    unit = make_disposer()
    ledger = checked(
        ledger, "hotline", units={"环卫": unit.pk}, minors={"垃圾类": minor.pk}, terms={"尽快": "1个工作日"}, sources={"天上": "citizen"},
        rows={"清单!8": "skip"},
    )  # fmt: skip
    ledger = settle_ledger(ledger=ledger, what="closing", how="today", by=officer, at=AT)
    assert kinds(ledger) == ["closed_by_nobody", "in_future", "known_source", "no_text", "skipped", "twice_source"]
    ledger = written(ledger)
    issues = {row.issue.source_number: row.issue for row in ledger.rows.select_related("issue__unit", "issue__minor")}
    assert {number: issue.state for number, issue in issues.items()} == {
        "H-2": "dispatched",
        "H-4": "dispatched",
        "H-5": "closed",
    }
    assert (issues["H-2"].unit, issues["H-2"].minor, issues["H-2"].text) == (unit, minor, "楼道堆物，联系 139****5678")
    assert (issues["H-4"].source, issues["H-2"].source) == ("citizen", "hotline")
    assert issues["H-4"].reported_at.astimezone(make_city().zone).date().isoformat() == "2026-10-01"
    assert issues["H-4"].number.startswith("2026-10-")


def test_import_the_next_list_of_a_source_asks_nothing_again():
    from wenming.issues.actions.ledgers import keep_mapping

    make_units()
    minor = make_minor("暴露垃圾")
    heads = ("怪头", "内容", "类", "承办单位", "期限")
    ledger = opened(plain_table(heads, [("D-1", "一号", "垃圾类", "市环卫处", "立行立改")]), "周报.xlsx")
    sheet = {**ledger.mapping["sheets"]["清单"], "columns": ["source_number", "text", "minor", "unit", "term"]}
    ledger.mapping = {"sheets": {"清单": sheet}}
    ledger = checked(
        ledger, "city_management", minors={"垃圾类": minor.pk}, terms={"立行立改": "2工作时", "1.5": "2026-01-05"}
    )
    known = keep_mapping(ledger=ledger, name=" 城管周报 ", by=make_account(OFFICER), at=AT)
    assert (known.name, known.said["terms"]) == ("城管周报", {"立行立改": "2工作时"})
    rows = [("D-2", "二号", "垃圾类", "市环卫处", "立行立改")]
    after = opened(plain_table(heads, rows), "下周.xlsx", known=known)
    after = checked(after, after.source)
    assert (after.source, after.reading["new"], after.reading["problems"]) == ("city_management", 1, [])


def test_start_an_import_by_who_may_not_is_refused_and_nothing_is_kept():
    from django.core.exceptions import PermissionDenied

    from wenming.issues.actions.ledgers import drop_ledger_import, start_ledger_import
    from wenming.issues.actions.steps import NotPossibleError
    from wenming.issues.models import LedgerImport

    make_disposer()
    content = plain_table(("问题描述",), [("甲",)])
    with pytest.raises(PermissionDenied):
        start_ledger_import(city=make_city(), file_name="a.xlsx", chunks=[content], by=make_account(LIAISON), at=AT)
    assert not LedgerImport.objects.in_city(make_city()).exists()
    ledger = opened(content)
    with pytest.raises(NotPossibleError, match="no_source"):
        checked(ledger, "")
    dropped = drop_ledger_import(ledger=ledger, by=make_account(OFFICER), at=AT + timedelta(hours=1))
    with pytest.raises(NotPossibleError, match="not_in_check"):
        checked(dropped)


def test_know_every_head_of_the_office_leads_to_its_meaning():
    from wenming.issues.imports.heads import meanings

    assert meanings(HEADS) == (
        "", "place", "text", "before", "after", "unit", "chief", "measure", "term", "answer", "closed", "source_number",
    )  # fmt: skip
    assert meanings(("来电人", "手机号码", "责任人", "问题描述（含照片）")) == ("private", "private", "chief", "text")
