"""Collections of checklists, the crosswalk and the cards of 应知应会."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.checklists import CHECKLISTS, adopt_example, adopt_sanitary
from tests.people import HOME, INSPECTOR, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT, make_edition
from wenming.kernel.models import Event
from wenming.standards.actions import ChecklistKnownError, adopt_checklists
from wenming.standards.imports.findings import PackError
from wenming.standards.models import Checklist
from wenming.standards.queries import adopted_in

pytestmark = pytest.mark.django_db
LISTS = f"/{HOME}/standards/checklists/"
CROSSWALK = f"/{HOME}/standards/crosswalk/"
CARDS = f"/{HOME}/standards/cards/"


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


@pytest.fixture
def full(office):
    make_edition()
    adopt_sanitary()
    adopt_example()
    return office


def table(response):
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


@pytest.mark.counted
def test_adopt_checklists_keeps_the_bytes_and_says_so_once():
    row = adopt_example()
    assert (row.source, adopt_example().pk) == (CHECKLISTS, row.pk)
    (event,) = Event.objects.in_city(make_city()).filter(kind="checklists.adopted")
    assert event.data == {
        "code": "field-example",
        "digest": row.digest,
        "site_types": 2,
        "items": 4,
        "cards": 1,
    }


@pytest.mark.counted
def test_adopt_checklists_by_the_operator_needs_no_post():
    row = adopt_checklists(city=make_city(), source=CHECKLISTS, file_name="c.yaml", by=None, at=AT)
    assert row.created_by is None


@pytest.mark.counted
def test_adopt_checklists_with_other_contents_under_a_known_code_is_refused():
    adopt_example()
    with pytest.raises(ChecklistKnownError, match="field-example"):
        adopt_example(CHECKLISTS + "# x\n")


@pytest.mark.counted
def test_adopt_checklists_with_faults_keeps_nothing():
    with pytest.raises(PackError):
        adopt_example(CHECKLISTS.replace("judge: grade", "judge: guess"))
    assert Checklist.objects.in_city(make_city()).count() == 0


@pytest.mark.counted
@pytest.mark.parametrize("person", [LEADER, INSPECTOR], ids=lambda one: one.username)
def test_adopt_checklists_by_anybody_but_the_office_is_refused(person):
    with pytest.raises(PermissionDenied):
        adopt_checklists(city=make_city(), source=CHECKLISTS, file_name="c.yaml", by=make_account(person), at=AT)


def test_adopt_a_later_collection_replaces_items_of_the_same_code():
    adopt_example()
    later = CHECKLISTS.replace("code: field-example", "code: field-later").replace("场内无积水", "地面干爽")
    adopt_example(later, at=AT + timedelta(days=1))
    assert adopted_in(make_city()).crosswalk.items["农贸-01-01"].name == "地面干爽"


def test_checklists_page_adopts_a_file_and_gives_it_back(office):
    assert "还没有检查表" in office.get(LISTS).content.decode()
    response = office.post(LISTS, {"file": SimpleUploadedFile("c.yaml", CHECKLISTS.encode())})
    assert response["Location"] == LISTS
    assert "实地检查表（示例）" in office.get(LISTS).content.decode()
    assert office.get(f"{LISTS}field-example/file/").content.decode() == CHECKLISTS
    assert office.get(f"{LISTS}nirgends/file/").status_code == 404


def test_checklists_page_shows_every_fault_of_a_file_with_its_line(office):
    faulty = CHECKLISTS.replace("judge: grade", "judge: guess").replace("minutes: 20", "minutes: 二十")
    response = office.post(LISTS, {"file": SimpleUploadedFile("x.yaml", faulty.encode())})
    assert (response.status_code, len(response.context["findings"])) == (422, 2)
    lines = [number for number, line in enumerate(faulty.splitlines(), 1) if "minutes" in line or "guess" in line]
    assert [f"x.yaml:{number}<" in response.content.decode() for number in lines] == [True, True]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "二者选一"),
        ({"file": SimpleUploadedFile("x.yaml", "检查".encode("gbk"))}, "不是 UTF-8"),
        ({"file": SimpleUploadedFile("x.yaml", b"#" * (2 * 1024 * 1024 + 1))}, "超过 2 MB"),
        ({"file": SimpleUploadedFile("x.yaml", (CHECKLISTS + "# x\n").encode())}, "已经用于另一份内容"),
    ],
)
def test_checklists_page_with_a_faulty_choice_says_what_to_do(office, data, words):
    adopt_example()
    response = office.post(LISTS, data)
    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_checklists_page_names_clauses_that_no_edition_has(office):
    make_edition()
    adopt_example(CHECKLISTS.replace("suzhou-2016-district/8.2", "suzhou-2016-district/8.9"))
    page = office.get(LISTS).content.decode()
    assert ("没有的条目" in page, "suzhou-2016-district/8.9" in page) == (True, True)


def test_crosswalk_of_a_new_city_shows_the_way(office):
    assert "还没有检查项" in office.get(CROSSWALK).content.decode()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["农贸-01-01", "农贸-02-01", "干道-01-01", "干道-02-01"]),
        ("?site_type=主干道", ["干道-01-01", "干道-02-01"]),
        ("?title=sanitary-example", ["农贸-01-01", "干道-02-01"]),
        ("?q=公益广告", ["农贸-02-01", "干道-01-01"]),
        ("?q=s3", ["干道-02-01"]),
        ("?q=nirgends", []),
        ("?site_type=nirgends", ["农贸-01-01", "农贸-02-01", "干道-01-01", "干道-02-01"]),
    ],
)
def test_crosswalk_under_a_filter_lists_exactly_those_items(full, query, codes):
    page = full.get(CROSSWALK + query).content.decode()
    assert [code for code in ("农贸-01-01", "农贸-02-01", "干道-01-01", "干道-02-01") if f">{code}<" in page] == codes
    assert [line[1] for line in table(full.get(f"{CROSSWALK}export/{query}"))[2:]] == codes


def test_crosswalk_shows_the_clauses_of_every_title(full):
    page = full.get(f"{CROSSWALK}?q=积水").content.decode()
    assert [code for code in ("11.2", "4.1", "s2.2", "s3") if f">{code}</span>" in page] == ["11.2", "s2.2"]
    (line,) = table(full.get(f"{CROSSWALK}export/?q=积水"))[2:]
    assert line == ["农贸市场", "农贸-01-01", "场内无积水", "", "11.2 公共安全体系2；12 环境保护", "s2.2 集贸市场"]


def test_crosswalk_matrix_counts_items_and_clauses(full):
    context = full.get(f"{CROSSWALK}?view=matrix").context
    assert [
        (row["name"], row["count"], [(cell["items"], cell["clauses"]) for cell in row["cells"]])
        for row in context["matrix"]
    ] == [("农贸市场", 2, [(2, 4), (1, 1)]), ("主干道", 2, [(1, 1), (1, 1)])]


def test_crosswalk_matrix_under_a_filter_leaves_empty_types_out(full):
    context = full.get(f"{CROSSWALK}?view=matrix&site_type=主干道").context
    assert [row["name"] for row in context["matrix"]] == ["主干道"]


def test_cards_of_a_new_city_show_the_way(office):
    assert "还没有应知应会" in office.get(CARDS).content.decode()


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ("", ["每三年一次。", "富强、民主、文明、和谐……"]),
        ("?source=-", ["富强、民主、文明、和谐……"]),
        ("?source=sanitary-example", ["每三年一次。"]),
        ("?q=核心价值", ["富强、民主、文明、和谐……"]),
        ("?q=nirgends", []),
    ],
)
def test_cards_under_a_filter_are_exactly_those(full, query, answers):
    response = full.get(CARDS + query)
    assert [card.answer for card in response.context["cards"]] == answers
    assert [line[1] for line in table(full.get(f"{CARDS}export/{query}"))[2:]] == answers


def test_cards_without_script_open_by_themselves(full):
    page = full.get(CARDS).content.decode()
    assert (page.count("<details>"), "② s3" in page) == (2, True)


def test_pages_by_post(full, client):
    pages = (LISTS, f"{LISTS}field-example/file/", CROSSWALK, f"{CROSSWALK}export/", CARDS, f"{CARDS}export/")
    client.force_login(make_account(LEADER))
    assert [client.get(page).status_code for page in pages] == [200] * 6
    assert client.post(LISTS, {}).status_code == 403
    client.force_login(make_account(INSPECTOR))
    assert [client.get(page).status_code for page in pages] == [403] * 4 + [200] * 2


@pytest.mark.parametrize("more", [0, 2])
def test_pages_send_as_many_queries_with_one_collection_as_with_three(full, more):
    for place in range(more):
        adopt_example(CHECKLISTS.replace("code: field-example", f"code: field-{place}"))
    for page, number in ((LISTS, 5), (CROSSWALK, 4), (f"{CROSSWALK}?view=matrix", 4), (CARDS, 4)):
        full.get(page)
        with assert_queries(number):
            full.get(page)
