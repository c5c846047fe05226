"""Rows that name a check item: what they are judged for, what is listed, what is kept."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.checklists import adopt_example, adopt_sanitary
from tests.inspections.test_mapping import upload
from tests.people import HOME, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT, HEAD, PACK, make_import, make_round, row, workbook
from wenming.engine.observations import ProblemKind
from wenming.inspections.actions import map_columns, settle_rows, write_round
from wenming.inspections.actions.writing import line_of_digest
from wenming.inspections.imports.messages import problem_words
from wenming.inspections.imports.rounds import read_round
from wenming.inspections.models import ImportRow, Observation
from wenming.inspections.queries import item_statistics
from wenming.standards.imports.packs import load_standard

ITEMS = {"农贸-01-01": ("11.2",), "农贸-02-01": ("4.1", "8.2"), "灭鼠-01": ()}
PAGE = f"/{HOME}/rounds/1/rows/"


def read(*rows, head=(*HEAD, "检查项编号"), standard=None):
    return read_round(workbook(rows, head), standard or load_standard(PACK), items=ITEMS)


def judged(reading):
    return [(one.code, one.item, one.written) for one in reading.observations]


def listed(reading):
    return [(one.kind, one.column, one.value, one.suggestions) for one in reading.problems]


def test_read_a_row_with_name_and_item_keeps_both():
    reading = read([*row("文明交通1"), "农贸-01-01"], [*row("文明交通1"), "农贸－０１－０１"], [*row("文明交通1"), ""])
    assert judged(reading) == [
        ("9.1", "农贸-01-01", "文明交通1"),
        ("9.1", "农贸-01-01", "文明交通1"),
        ("9.1", "", "文明交通1"),
    ]
    assert [note.column for note in reading.notes if note.row] == []


def test_read_a_row_with_an_item_alone_takes_its_only_leaf():
    assert judged(read([*row(""), "农贸-01-01"])) == [("11.2", "农贸-01-01", "农贸-01-01")]


def test_read_a_sheet_of_items_without_names_takes_their_leaves():
    reading = read(["农贸-01-01", 0.2], head=("检查项", "扣分"))
    assert (judged(reading), reading.problems) == ([("11.2", "农贸-01-01", "农贸-01-01")], ())


def test_read_an_item_in_the_place_of_the_name_takes_its_only_leaf():
    assert judged(read(row("农贸-01-01"), head=HEAD)) == [("11.2", "农贸-01-01", "农贸-01-01")]


def test_read_items_that_lead_nowhere_lists_each_with_its_reason():
    reading = read(
        [*row("文明交通1"), "农贸-09-09"],
        [*row(""), "农贸-02-01"],
        [*row(""), "灭鼠-01"],
        [*row("没有这一项"), "农贸-01-01"],
    )
    assert reading.observations == ()
    assert listed(reading) == [
        (ProblemKind.ITEM_UNKNOWN, "检查项编号", "农贸-09-09", ()),
        (ProblemKind.ITEM_AMBIGUOUS, "检查项编号", "农贸-02-01", ("4.1", "8.2")),
        (ProblemKind.ITEM_WITHOUT_CLAUSE, "检查项编号", "灭鼠-01", ()),
        (ProblemKind.NAME_UNKNOWN, "项目", "没有这一项", ()),
    ]


def test_read_an_ambiguous_item_says_which_contents_it_could_be():
    (problem,) = read(row("农贸-02-01"), head=HEAD).problems
    wrong, mend = problem_words(problem, load_standard(PACK))
    assert (problem.column, "农贸-02-01" in wrong) == ("项目", True)
    assert mend == "在“项目”列写上测评内容：“讲文明树新风”公益广告1、文明行为2"


def test_read_an_ambiguous_item_after_a_person_chose_counts():
    accepted = {"农贸-02-01": "8.2"}
    reading = read_round(workbook([row("农贸-02-01")], HEAD), load_standard(PACK), items=ITEMS, accepted=accepted)
    assert judged(reading) == [("8.2", "农贸-02-01", "农贸-02-01")]


def test_read_a_row_above_the_header_that_names_an_item_is_no_title():
    content = workbook([HEAD, row("文明交通1")], row("农贸-01-01"))
    assert judged(read_round(content, load_standard(PACK), items=ITEMS))[0][1] == "农贸-01-01"


def test_digest_a_row_without_an_item_is_what_it_was_before_there_were_any():
    before = '["实地测评",2,"","9.1","文明交通1","主要交通路口1",1000,"望河街道",["平安建设局"]]\n'
    with_item = before.replace("]]", '],"农贸-01-01"]')
    plain, named = read([*row("文明交通1"), ""]), read([*row("文明交通1"), "农贸-01-01"])
    assert line_of_digest(plain.observations[0]) == before.encode()
    assert line_of_digest(named.observations[0]) == with_item.encode()


@pytest.fixture
def leader(client):
    adopt_example()
    adopt_sanitary()
    client.force_login(make_account(LEADER))
    return client


ROWS = (
    row("农贸-01-01", "东关农贸市场", 0.2, serial="甲1"),
    row("公共服务2", "人民路", 0.1, serial="甲2"),
    row("文明交通1", "路口", serial="甲3"),
)


@pytest.mark.django_db
def test_write_a_round_keeps_the_items_of_its_rows():
    adopt_example()
    round_ = make_round(ROWS)
    assert list(Observation.objects.in_city(make_city()).values_list("node__code", "item")) == [
        ("11.2", "农贸-01-01"),
        ("10.2", ""),
        ("9.1", ""),
    ]
    assert item_statistics(round_) == {("10.2", ""): (1, 900), ("11.2", "农贸-01-01"): (1, 800), ("9.1", ""): (1, 1000)}


@pytest.mark.django_db
def test_write_a_round_knows_the_items_of_the_citys_collections():
    rows = [row("农贸-01-01"), row()]
    assert make_round(rows).left_out == 1
    adopt_example()
    assert make_round(rows, name="第二轮").left_out == 0


@pytest.mark.django_db
def test_map_a_column_to_items_by_hand_reads_them():
    adopt_example()
    strange = ("号", "内容", "地点", "扣几分", "", "街", "归谁管", "", "看哪条")
    import_ = upload(workbook([[*row("公共服务2"), "农贸-01-01"]], strange))
    columns = ["serial", "name", "site", "deduction", "", "area", "unit", "", "item"]
    mapping = {"name": "实地测评", "used": True, "head": 0, "columns": columns}
    map_columns(import_=import_, mapping=[mapping], by=make_account(OFFICER), at=AT)
    import_.refresh_from_db()
    write_round(import_=import_, partial=False, by=make_account(OFFICER), at=AT)
    (seen,) = Observation.objects.in_city(make_city()).select_related("node")
    assert (seen.node.code, seen.item) == ("10.2", "农贸-01-01")


@pytest.mark.django_db
def test_settle_a_row_with_an_ambiguous_item_by_hand_keeps_the_item():
    adopt_example()
    import_ = make_import([row("农贸-02-01")])
    (open_,) = ImportRow.objects.in_city(make_city())
    assert (open_.kind, open_.suggestions) == ("item_ambiguous", ["4.1", "8.2"])
    settle_rows(import_=import_, row=open_, answer={"code": "8.2"}, everywhere=False, by=make_account(OFFICER), at=AT)
    import_.refresh_from_db()
    write_round(import_=import_, partial=False, by=make_account(OFFICER), at=AT)
    (seen,) = Observation.objects.in_city(make_city()).select_related("node")
    assert (seen.node.code, seen.item) == ("8.2", "农贸-02-01")


def serials(response):
    text = response.content.decode()
    return [serial for serial in ("甲1", "甲2", "甲3") if f">{serial}<" in text]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?item=农贸-01-01", ["甲1"]),
        ("?clause=sanitary-example/s2.2", ["甲1"]),
        ("?clause=sanitary-example/s2.1", ["甲2"]),
        ("?clause=sanitary-example/s3", []),
        ("?clause=nirgends", ["甲1", "甲2", "甲3"]),
    ],
)
def test_rows_that_count_for_a_clause_are_exactly_those(leader, query, expected):
    make_round(ROWS)
    assert serials(leader.get(PAGE + query)) == expected


@pytest.mark.django_db
def test_rows_that_count_for_a_clause_say_its_name(leader):
    make_round(ROWS)
    page = leader.get(f"{PAGE}?clause=sanitary-example/s2.2").content.decode()
    assert "国家卫生城市标准（示例） s2.2 集贸市场" in page
    for stranger in ("sanitary-example/s9", "nirgends/s1"):
        assert f"<b>{stranger}</b>" in leader.get(f"{PAGE}?clause={stranger}").content.decode()


@pytest.mark.django_db
def test_rows_export_has_the_items(leader):
    make_round(ROWS)
    content = leader.get(f"{PAGE}export/?clause=sanitary-example/s2.2").content
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [line[-1] for line in table[1:]] == ["检查项", "农贸-01-01"]


@pytest.mark.django_db
def test_rows_page_under_a_clause_sends_few_queries(leader):
    make_round(ROWS)
    leader.get(f"{PAGE}?clause=sanitary-example/s2.2")
    with assert_queries(7):
        leader.get(f"{PAGE}?clause=sanitary-example/s2.2")
