"""A 任务分解表 on its way in: kept, answered, adopted with one event, exported again without a difference."""

from __future__ import annotations

import io
import random
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.campaigns.decompositions import (
    EVERYTHING,
    GROUPS,
    KEYS,
    TIDY,
    UNITS,
    Paper,
    as_xlsx,
    filled,
    meant,
    papers,
    random_matrix,
)
from tests.campaigns.tables import AT, TODAY, make_town, send, small_matrix, table_bytes
from tests.people import LEADER, OFFICER, STRANGER, make_account, make_city
from wenming.campaigns.actions.adopting import adopt_table
from wenming.campaigns.actions.answering import accept_units, choose_clause, form_group, leave_out, undo_answer
from wenming.campaigns.actions.decomposition import drop_table_import, map_table_columns
from wenming.campaigns.exports.decomposition import decomposition_table, decomposition_workbook
from wenming.campaigns.exports.faults import fault_workbook
from wenming.campaigns.exports.words import decomposition_document
from wenming.campaigns.imports.files import read_table_file
from wenming.campaigns.imports.tables import tables_of
from wenming.campaigns.models import ClauseTerms, Responsibility, ResponsibilityImport
from wenming.campaigns.queries.decomposition import (
    NO_ANSWERS,
    plan_import,
    plan_tables,
    tables_in_check,
)
from wenming.engine.decomposition.plans import Scope
from wenming.engine.decomposition.readings import Reason
from wenming.engine.matching import fold
from wenming.kernel.models import Event, StoredFile
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.models import Unit, UnitAlias, UnitGroup
from wenming.standards.imports.grids import UnreadableError

pytestmark = pytest.mark.django_db


def done(**more):
    return {"by": make_account(OFFICER), "at": AT, **more}


def adopt(import_, scope=Scope.NAMED, *, partial=False, at=AT):
    return adopt_table(import_=import_, scope=scope, partial=partial, by=make_account(OFFICER), at=at)


def standing(open_only=True):
    rows = Responsibility.objects.in_city(make_city())
    rows = rows.filter(until__isnull=True) if open_only else rows
    return set(rows.values_list("node__code", "part", "unit_id"))


def sheet(*rows, heads=("测评内容", "测评标准", "牵头单位", "责任单位", "配合单位", "完成时限")):
    """Return a workbook with one row of heads."""
    return as_xlsx([Paper("分解表", [list(heads), *map(list, rows)])])


def reading(import_):
    return plan_import(import_, Scope.NAMED, on=TODAY).reading


def unit(name):
    return Unit.objects.in_city(make_city()).get(name=name)


def test_adopt_125_criteria_of_60_units_writes_the_matrix_with_one_event_and_exports_back_equal():
    rng = random.Random(42)
    matrix = random_matrix(rng)
    made = papers(matrix, EVERYTHING, rng)
    import_ = send(as_xlsx(made))
    found = reading(import_)
    assert (found.used + len(found.listed), found.used) == (filled(made), filled(made))
    before = Event.objects.in_city(make_city()).count()
    result = adopt(import_)
    assert standing() == meant(matrix)
    assert (result.added, result.ended, result.left_out) == (len(meant(matrix)), 0, 0)
    event = Event.objects.in_city(make_city()).latest("number")
    assert (event.kind, Event.objects.in_city(make_city()).count()) == ("responsibility_import.adopted", before + 1)
    assert (event.data["added"], event.data["cells"]) == (result.added, filled(made))
    for give in (decomposition_workbook, decomposition_document):
        content = give(decomposition_table(make_town(), on=TODAY))
        again = plan_tables(make_town(), tables_of(read_table_file(content)), NO_ANSWERS, Scope.ALL, on=TODAY)
        assert [fate.cell.address for fate in again.reading.listed] == []
        assert (again.parts.added, again.parts.ended, again.parts.reworded, again.terms) == ((), (), (), {})
        assert len(again.parts.same) == result.added


def test_export_a_table_in_our_own_column_order_gives_its_cells_again():
    matrix = random_matrix(random.Random(7))
    made = papers(matrix, TIDY, random.Random(7))
    adopt(send(as_xlsx(made)))
    table = decomposition_table(make_town(), on=TODAY)
    heads = [column.head for column in table.columns]
    names = ["牵头单位", "责任单位", "配合单位", "包保单位", "完成时限", "材料要求", "迎检点", "责任单位领导"]
    given = [[row[heads.index(name)] for name in names] for row in table.rows]
    assert given == [row[4:12] for row in made[0].rows[1:]]
    tree = [[row[heads.index(name)] for name in ("测评项目", "测评内容", "测评标准")] for row in table.rows]
    assert [row[2] for row in tree] == [row[3].partition("）")[2] for row in made[0].rows[1:]]
    page = openpyxl.load_workbook(io.BytesIO(decomposition_workbook(table))).active
    assert (page.max_row, len(page.merged_cells.ranges)) == (127, 1 + 5 + 25)


def test_adopt_writes_in_a_handful_of_statements_however_large_the_table():
    import_ = send(table_bytes(small_matrix(3)))
    adopt(import_)
    second = send(table_bytes(random_matrix(random.Random(3), 40)))
    officer = make_account(OFFICER)
    with CaptureQueriesContext(connection) as sent:
        result = adopt_table(import_=second, scope=Scope.NAMED, partial=False, by=officer, at=AT + timedelta(days=1))
    # SQLite takes about 80 rows to a statement
    assert (result.added > 300, len(sent) <= 30) == (True, True)


def test_adopt_again_keeps_what_is_same_ends_what_is_not_named_and_keeps_history():
    matrix = small_matrix()
    adopt(send(table_bytes(matrix)))
    first, second = list(matrix)[:2]
    changed = {first: {**matrix[first], "lead": [UNITS[40]], "due": ["2026年12月31日前"]}}
    later = AT + timedelta(days=3)
    result = adopt(send(table_bytes(changed), at=later), at=later)
    old = Responsibility.objects.in_city(make_city()).get(node__code=first, part="lead", until__isnull=False)
    assert (result.added, result.ended, old.until) == (1, 1, (later - timedelta(days=1)).date())
    rest = meant({code: row for code, row in matrix.items() if code != first})
    assert standing() == rest | meant(changed)
    terms = ClauseTerms.objects.in_city(make_city()).filter(node__code=first).order_by("pk").last()
    assert (terms.due, str(terms.due_on)) == ("2026年12月31日前", "2026-12-31")
    none = adopt(send(table_bytes({second: {**matrix[second], "lead": [UNITS[41]]}})), Scope.NONE)
    assert (none.added, none.ended) == (1, 0)
    everything = adopt(send(table_bytes({second: matrix[second]})), Scope.ALL, at=later)
    assert standing() == meant({second: matrix[second]})
    assert everything.ended > 1
    same_day = Responsibility.objects.in_city(make_city()).get(unit=KEYS[UNITS[40]], part="lead")
    assert (same_day.since, same_day.until) == (later.date(), later.date())


def test_adopt_with_other_words_keeps_the_part_and_how_the_newest_paper_names_it():
    adopt(send(sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0], "望河区、东岭区", "", ""])))
    result = adopt(send(sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0][1:], "东岭区、望河区", "", ""])))
    rows = Responsibility.objects.in_city(make_city()).order_by("part", "order")
    assert (result.added, result.ended, result.same) == (0, 0, 3)
    assert [row.written for row in rows] == [UNITS[0][1:], "东岭区", "望河区"]


def test_adopt_with_words_not_understood_ends_nothing_in_that_part_of_the_clause():
    heads = ["党风廉政", "1）党风廉政组织健全并有专人落实"]
    adopt(send(sheet([*heads, UNITS[0], UNITS[1], UNITS[2], ""])))
    import_ = send(sheet([*heads, UNITS[0], "市没有的单位", "", ""]))
    with pytest.raises(NotPossibleError, match="problems"):
        adopt(import_)
    adopt(import_, partial=True)
    assert standing() == {("Ⅲ-1.1", "lead", KEYS[UNITS[0]]), ("Ⅲ-1.1", "responsible", KEYS[UNITS[1]])}


def test_adopt_a_table_without_a_column_for_sponsors_ends_no_sponsor():
    matrix = small_matrix(1)
    code = next(iter(matrix))
    matrix[code]["sponsor"] = [UNITS[50]]
    adopt(send(table_bytes(matrix)))
    adopt(send(sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0], "", "", ""])))
    assert (code, "sponsor", KEYS[UNITS[50]]) in standing()


def test_adopt_a_row_of_a_content_gives_every_clause_below_it_to_the_unit():
    import_ = send(sheet(["Ⅲ-2 政务公开", "", UNITS[3], "", "", ""]))
    found = reading(import_)
    assert [(row.code, row.inherited) for row in found.parts] == [(f"Ⅲ-2.{number}", True) for number in range(1, 6)]
    adopt(import_)
    assert len(standing()) == 5


def test_adopt_checks_again_who_and_whether_it_is_open():
    import_ = send(table_bytes(small_matrix(2)))
    for person in (LEADER, STRANGER):
        with pytest.raises(PermissionDenied):
            adopt_table(import_=import_, scope=Scope.NAMED, partial=True, by=make_account(person), at=AT)
        with pytest.raises(PermissionDenied):
            send(b"x", by=make_account(person))
    adopt(import_)
    with pytest.raises(NotPossibleError, match="not_open"):
        adopt(import_)
    empty = send(sheet(["党风廉政", "", "", "", "", "长期坚持"]))
    with pytest.raises(NotPossibleError, match="nothing_usable"):
        adopt(empty)


def test_adopt_by_the_operator_asks_for_no_post():
    import_ = send(table_bytes(small_matrix(2)), by=None)
    assert adopt_table(import_=import_, scope=Scope.NAMED, partial=False, by=None, at=AT).added > 1


def test_send_a_file_that_nobody_can_read_keeps_nothing():
    with pytest.raises(UnreadableError, match="PDF"):
        send(b"%PDF-1.4", "x.pdf")
    assert (StoredFile.objects.across_cities().count(), ResponsibilityImport.objects.in_city(make_city()).count()) == (
        0,
        0,
    )


def test_drop_an_import_takes_it_off_the_list_and_keeps_the_file():
    import_ = send(table_bytes(small_matrix(2)))
    assert list(tables_in_check(make_city())) == [import_]
    drop_table_import(import_=import_, **done())
    assert list(tables_in_check(make_city())) == []
    assert StoredFile.objects.in_city(make_city()).count() == 1


def test_map_columns_reads_anew_and_is_remembered_for_the_same_heads():
    heads = ("测评内容", "测评标准", "谁牵头", "责任单位", "配合单位", "完成时限")
    row = ["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0], UNITS[1], "", ""]
    import_ = send(sheet(row, heads=heads))
    assert [fault.reason for fate in reading(import_).listed for fault in fate.faults] == [Reason.UNKNOWN_COLUMN]
    said = {"分解表": {"used": True, "head": 0, "columns": {"2": "lead"}}}
    import_ = map_table_columns(import_=import_, mapping=said, **done())
    assert reading(import_).listed == ()
    assert reading(send(sheet(row, heads=heads))).listed == ()


def test_accept_a_unit_remembers_the_alias_and_taking_it_back_forgets_it():
    import_ = send(sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", "发改革委", "发改革委", "", ""]))
    assert len(reading(import_).waiting) == 2
    import_ = accept_units(import_=import_, names={"发改革委": unit(UNITS[0])}, remember=True, **done())
    assert reading(import_).waiting == ()
    assert UnitAlias.objects.in_city(make_city()).filter(folded=fold("发改革委")).exists()
    again = accept_units(import_=import_, names={"发改革委": unit(UNITS[0])}, remember=True, **done())
    import_ = undo_answer(import_=again, **done())
    assert UnitAlias.objects.in_city(make_city()).filter(folded=fold("发改革委")).exists()
    import_ = undo_answer(import_=import_, **done())
    assert not UnitAlias.objects.in_city(make_city()).filter(folded=fold("发改革委")).exists()
    assert len(reading(import_).waiting) == 2
    with pytest.raises(NotPossibleError, match="nothing_to_undo"):
        undo_answer(import_=import_, **done())


def test_take_an_answer_back_whose_alias_was_withdrawn_meanwhile_goes_through():
    import_ = send(sheet(["党风廉政", "", "发改革委", "", "", ""]))
    import_ = accept_units(import_=import_, names={"发改革委": unit(UNITS[0])}, remember=True, **done())
    UnitAlias.objects.in_city(make_city()).filter(folded=fold("发改革委")).delete()
    assert undo_answer(import_=import_, **done()).answers == {"steps": []}


def test_accept_a_unit_for_this_table_alone_makes_no_alias():
    import_ = send(sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", "发改革委", "", "", ""]))
    import_ = accept_units(import_=import_, names={"发改革委": unit(UNITS[0])}, remember=False, **done())
    assert reading(import_).waiting == ()
    assert not UnitAlias.objects.in_city(make_city()).filter(folded=fold("发改革委")).exists()


def test_choose_a_clause_reads_the_row_by_it():
    import_ = send(
        sheet(["党风廉政", "1）党风廉洁有专人管起来", UNITS[0], "", "", ""], ["", "2）", UNITS[0], "", "", ""])
    )
    (fate, units) = reading(import_).waiting
    assert (fate.faults[0].reason, units.faults[0].reason) == (Reason.UNKNOWN_CLAUSE, Reason.NO_CLAUSE)
    node = make_town().edition.nodes.get(code="Ⅲ-1.3")
    said = {"key": fate.faults[0].key, "written": fate.cell.text}
    import_ = choose_clause(import_=import_, node=node, **said, **done())
    assert (reading(import_).waiting, reading(import_).named) == ((), ("Ⅲ-1.3", "Ⅲ-1.2"))
    from tests.campaigns.test_campaigns import make_campaign

    stranger = make_campaign("国家卫生城市", order=2).edition.nodes.first()
    with pytest.raises(NotPossibleError, match="not_a_clause"):
        choose_clause(import_=import_, node=stranger, **said, **done())


def test_form_a_group_reads_the_word_and_taking_it_back_forgets_the_group():
    import_ = send(sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0], "各街道", "", ""]))
    assert reading(import_).waiting[0].faults[0].reason is Reason.UNKNOWN_GROUP
    import_ = form_group(import_=import_, name="各街道", units=[unit(UNITS[1])], **done())
    assert reading(import_).waiting == ()
    import_ = form_group(import_=import_, name="各街道", units=[], **done())
    assert reading(import_).waiting[0].faults[0].reason is Reason.EMPTY_GROUP
    import_ = undo_answer(import_=import_, **done())
    assert reading(import_).waiting == ()
    import_ = undo_answer(import_=import_, **done())
    assert not UnitGroup.objects.in_city(make_city()).filter(name="各街道").exists()


def test_take_a_group_back_that_holds_parts_by_now_is_refused_and_one_that_is_gone_goes_through():
    row = ["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0], "各街道", "", ""]
    import_, other = send(sheet(row)), send(sheet(row))
    import_ = form_group(import_=import_, name="各街道", units=[unit(UNITS[1])], **done())
    adopt(other)
    with pytest.raises(NotPossibleError, match="group_used"):
        undo_answer(import_=import_, **done())
    Responsibility.objects.in_city(make_city()).delete()
    UnitGroup.objects.in_city(make_city()).filter(name="各街道").delete()
    assert undo_answer(import_=import_, **done()).answers == {"steps": []}


def test_leave_words_out_uses_the_rest_of_the_cell_and_counts_it_as_decided():
    import_ = send(
        sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0], f"{UNITS[1]}、市没有的单位", "", ""])
    )
    import_ = leave_out(import_=import_, places=["分解表!D2"], written="市没有的单位", **done())
    found = reading(import_)
    assert (len(found.listed), found.waiting, found.used) == (1, (), len(found.fates) - 1)
    assert adopt(import_).added == 2


def test_read_a_group_writes_its_members_by_its_name():
    adopt(send(sheet(["党风廉政", "1）党风廉政组织健全并有专人落实", UNITS[0], "各区", "", ""])))
    rows = Responsibility.objects.in_city(make_city()).filter(group__name="各区")
    assert (rows.count(), {row.written for row in rows}) == (len(GROUPS["各区"]), {"各区"})
    assert decomposition_table(make_town(), on=TODAY).rows[0][7] == "各区"


def test_mark_the_faults_in_a_table_with_merged_cells_and_long_names_keeps_its_shape():
    name = "一张名称特别特别长的任务分解表第一部分政务环境和法治环境以及"
    rows = [["测评内容", "牵头单位", "责任单位"], ["党风廉政", UNITS[0], "市没有的单位"], ["", "", UNITS[1]]]
    papers_ = [Paper(f"{name}甲", rows, [(1, 0, 2, 0), (1, 1, 2, 1)]), Paper(f"{name}乙", [["只有一句话"]])]
    import_ = send(as_xlsx(papers_))
    book = openpyxl.load_workbook(io.BytesIO(fault_workbook(import_, reading(import_))))
    first = book.worksheets[0]
    assert sorted(map(str, first.merged_cells.ranges)) == ["A2:A3", "B2:B3"]
    assert ("单位没有登记" in first["C2"].comment.text, first["C3"].value) == (True, UNITS[1])
    assert "没有认出表头" in book.worksheets[1]["A1"].comment.text
    assert len({sheet.title for sheet in book.worksheets}) == 3


def test_give_the_form_to_fill_in_names_the_clauses_and_nobody():
    adopt(send(table_bytes(small_matrix())))
    table = decomposition_table(make_town(), on=TODAY, empty=True)
    assert (len(table.rows), {text for row in table.rows for text in row[6:]}) == (125, {""})


def test_read_nine_planted_faults_names_each_with_its_place():
    rows = [
        ["党风廉政", "1）党风廉政组织健全并有专人落实", "市没有的局", "", "", ""],
        ["", "2）制度上墙且年年修订", "各街道办", "", "", ""],
        ["", "3）宣传到位使群众知晓", UNITS[0], "相关部门", "", ""],
        ["", "9）没有的一条要求", UNITS[0], "", "", ""],
        ["Ⅲ-2 办事效率", "", UNITS[0], "", "", ""],
        ["Ⅲ-77 完全没有的内容", "", UNITS[0], "", "", ""],
        ["党风廉政", "4）设施完好能够正常使用", UNITS[0], "", "", "每年的第一季度完成并且在当月报送创建办备案，" * 3],
        ["", "5）台账齐全可以随时查阅", f"{UNITS[0]}；{UNITS[1]}；乱写", "", "", ""],
        ["", "", "", "", "", "", "多出来的一列"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(sheet(*rows)))
    book.active["C5"] = "=1/0"
    buffer = io.BytesIO()
    book.save(buffer)
    found = reading(send(buffer.getvalue()))
    listed = {fate.cell.address: [fault.reason.value for fault in fate.faults] for fate in found.listed}
    assert listed == {
        "C2": ["unknown_unit"], "C3": ["unknown_group"], "D4": ["vague_unit"], "B5": ["unknown_clause"], "C5": ["broken"],
        "A6": ["code_contradicts"], "C6": ["no_clause"], "A7": ["unknown_clause"], "C7": ["no_clause"], "F8": ["too_long"],
        "C9": ["unknown_unit"], "G10": ["no_column"],
    }  # fmt: skip
    assert found.used + len(found.listed) == len(found.fates)
