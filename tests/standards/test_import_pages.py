"""Bringing in a standard's file: YAML, our workbook, an office's own Word table; every fault, every step, every refusal."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people import HOME, LEADER, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT
from tests.standards.editions import AFTER, BEFORE, FAULTY, FORM_MERGED, FORM_ROWS, office_form
from tests.standards.officefiles import Table, excel, saved, word
from tests.standards.test_pictures import png
from wenming.kernel.models import Event
from wenming.standards.actions import adopt_edition
from wenming.standards.exports.workbooks import pack_workbook
from wenming.standards.imports.offices.packs import gaps
from wenming.standards.imports.packs import read_contents
from wenming.standards.models import Edition, StandardImport
from wenming.standards.queries import reading_of, standard_of

pytestmark = pytest.mark.django_db
START = f"/{HOME}/standards/imports/"
FACTS = {
    "title_zh": "滨河市文明单位测评体系", "title_en": "Civilised units", "code": "unit-2023", "edition": "2023",
    "source_zh": "滨河市创建办 2023 年第 5 号文", "source_en": "Notice no. 5 of 2023", "confidence": "sourced",
    "complete": "on", "not_covered": "",
}  # fmt: skip
FORM_NAME = "滨河市文明单位测评体系（2023年版）"


@pytest.fixture
def office(client):
    make_city()
    client.force_login(make_account(OFFICER))
    return client


def send(client, content, name="standard.yaml"):
    """Upload a file; return the answer."""
    content = content.encode() if isinstance(content, str) else content
    return client.post(START, {"file": SimpleUploadedFile(name, content)})


def page_of(client, response):
    """Follow an answer to the page where it leads."""
    assert response.status_code == 302, response.content.decode()[:400]
    return client.get(response["Location"].partition("#")[0])


def only():
    """Return the one import of the city."""
    return StandardImport.objects.in_city(make_city()).get()


def kinds():
    return list(Event.objects.in_city(make_city()).order_by("number").values_list("kind", flat=True))


def test_import_of_a_sound_file_is_adopted_in_its_canonical_form(office):
    check = page_of(office, send(office, BEFORE))
    assert check.context["problems"] == []
    preview = office.get(f"{START}{only().pk}/preview/")
    assert "采用这一版" in preview.content.decode()
    assert preview.context["before"] is None
    page = page_of(office, office.post(f"{START}{only().pk}/adopt/"))
    assert page.context["edition"].code == "riverside-2021"
    assert kinds() == ["standard_import.started", "edition.adopted"]
    edition = Edition.objects.in_city(make_city()).get()
    assert edition.source.startswith("format: wenming-standard/1\ncode: riverside-2021\n")
    assert len(standard_of(edition).nodes) == 19
    assert (only().state, only().edition) == ("adopted", edition)


def test_import_of_a_second_edition_rehearses_the_difference(office):
    adopt_edition(city=make_city(), source=BEFORE, file_name="x", by=make_account(OFFICER), at=AT)
    send(office, AFTER)
    preview = office.get(f"{START}{only().pk}/preview/?kind=split")
    assert preview.context["before"]["code"] == "riverside-2021"
    assert [group["count"] for group in preview.context["groups"]] == [1]
    assert "要人决定" in preview.content.decode()


def test_import_under_a_known_code_warns_and_is_refused(office):
    adopt_edition(city=make_city(), source=BEFORE, file_name="x", by=make_account(OFFICER), at=AT)
    send(office, BEFORE.replace("points: 15", "points: 16"))
    preview = office.get(f"{START}{only().pk}/preview/")
    assert "这个代号已经用于另一份内容" in preview.content.decode()
    page = office.post(f"{START}{only().pk}/adopt/", follow=True).content.decode()
    assert "请给新版本换一个代号" in page
    assert only().state == "checking"


def test_import_under_the_address_of_a_page_is_refused(office):
    send(office, BEFORE.replace("code: riverside-2021", "code: diff"))
    assert office.get(f"{START}{only().pk}/preview/").context["taken"]
    assert "请给新版本换一个代号" in office.post(f"{START}{only().pk}/adopt/", follow=True).content.decode()


def test_columns_set_by_hand_make_a_head_of_the_first_row(office):
    table = Table("一张表", [["大项", "小项", "值多少"], ["甲类", "整洁", "6"], ["", "有序", "4"]])
    send(office, word([table]), "a.docx")
    assert reading_of(only()).office.tree == ()
    answer = {"table:0": "1", "column:0:0": "project", "column:0:1": "indicator", "column:0:2": "points"}
    office.post(f"{START}{only().pk}/columns/", answer)
    (project,) = reading_of(only()).office.tree
    assert [(child["name"]["zh"], child["points"]) for child in project["children"]] == [("整洁", "6"), ("有序", "4")]
    assert office.get(f"{START}{only().pk}/columns/").context["tables"][0]["known"]


def test_check_of_a_faulty_yaml_names_every_place_and_takes_mends(office):
    page = page_of(office, send(office, FAULTY))
    problems = {problem["row"]: problem for problem in page.context["problems"]}
    assert sorted(problems) == [1, 19, 40]
    assert (problems[40]["written"], problems[40]["meant"]) == ("media_chek", "media_check")
    fix = f"{START}{only().pk}/fix/"
    assert office.get(f"{START}{only().pk}/preview/").status_code == 302
    office.post(fix, {"key": "40", "proposal": problems[40]["proposal"]})
    page = page_of(office, office.post(fix, {"key": "19", "text": problems[19]["text"].replace("六", "6")}))
    assert page.context["problems"] == []
    assert [edit["place"] for edit in page.context["edits"]] == ["第 19 行", "第 40 行"]
    office.post(fix, {"key": "40", "undo": "1"})
    assert [fault.row for fault in reading_of(only()).findings] == [40]


def test_fix_of_a_place_without_a_fault_changes_nothing(office):
    send(office, FAULTY)
    office.post(f"{START}{only().pk}/fix/", {"key": "2", "text": "code: another"})
    assert only().answers == {}


def test_check_filters_and_pages_many_problems(office):
    many = BEFORE.replace("[field_inspection]", "[field_inspektion, x]")
    page = page_of(office, send(office, many))
    assert len(page.context["problems"]) == 18
    asking = office.get(f"{START}{only().pk}/?kind=asking")
    assert {problem["tone"] for problem in asking.context["problems"]} == {"warn"}
    lots = "\n".join(f"key{number}: x" for number in range(45))
    send(office, f"{BEFORE}{lots}\n")
    newest = StandardImport.objects.in_city(make_city()).order_by("-pk").first()
    page = office.get(f"{START}{newest.pk}/?page=2")
    assert page.context["problem_pages"]["text"] == "第 41—45 处，共 45 处"
    assert office.get(f"{START}{newest.pk}/?page=99").context["problems"][0]["id"] == 40


def test_check_of_our_workbook_mends_a_cell(office):
    contents = read_contents(BEFORE.encode(), "x")[0]
    contents["tree"][0]["children"][0]["children"][0]["points"] = "六"
    page = page_of(office, send(office, pack_workbook(contents), "standard.xlsx"))
    problem = next(problem for problem in page.context["problems"] if problem["text"] == "六")
    assert "分值" in problem["place"]
    office.post(f"{START}{only().pk}/fix/", {"key": problem["key"], "text": "6"})
    assert reading_of(only()).contents == read_contents(BEFORE.encode(), "x")[0]


def test_import_of_a_word_table_goes_through_every_step(office):
    columns = page_of(office, send(office, office_form(), "单位.docx"))
    assert columns.templates[0].name == "standards/import_columns.html"
    assert [table["known"] for table in columns.context["tables"]] == [True, False]
    here = f"{START}{only().pk}/"
    answer = {"table:0": "1", "column:0:5": "ignore", "column:0:0": "project", "column:1:0": "nonsense"}
    check = page_of(office, office.post(f"{here}columns/", answer))
    assert only().mapping == {"附件：联系人": "skip", f"5\t{FORM_NAME}": "ignore"}
    assert [one["reason"] for one in check.context["listed"]] == ["按你的选择，这张表没有读"]
    assert {problem["text"]: problem["proposal"] for problem in check.context["problems"]} == {
        "Ⅰ-1 组织领导": "", "七": "", "实地考查": "实地考察",
    }  # fmt: skip
    for problem in check.context["problems"][1:]:
        office.post(f"{here}fix/", {"key": problem["key"], "text": problem["proposal"] or "7"})
    assert [fault.finding.problem for fault in reading_of(only()).findings] == []
    assert office.get(f"{here}preview/").status_code == 302
    faulty = office.post(f"{here}facts/", {**FACTS, "code": "单位"})
    assert (faulty.status_code, "code" in faulty.context["facts_form"].errors) == (422, True)
    office.post(f"{here}facts/", FACTS)
    assert "组织领导" in office.get(f"{here}preview/").content.decode()
    edition = page_of(office, office.post(f"{here}adopt/")).context["edition"]
    standard = standard_of(edition)
    assert [(node.code, float(node.points)) for node in standard.leaves] == [
        ("Ⅲ-1", 5), ("Ⅲ-2", 3), ("Ⅲ-3", 7), ("Ⅲ-4", 10),
    ]  # fmt: skip
    assert standard.complete
    assert standard.node("Ⅲ-3").methods == ("field_inspection",)
    assert standard.node("Ⅲ-3").provenance.source == FACTS["source_zh"]


def test_excel_and_word_of_one_form_give_equal_contents(office):
    rows = [[cell.replace("七", "7").replace("考查", "考察") for cell in row[:5]] for row in FORM_ROWS]
    table = Table("测评体系", rows, FORM_MERGED)
    for name, content in (("a.docx", word([table])), ("a.xlsx", excel([table]))):
        send(office, content, name)
    read = [reading_of(one) for one in StandardImport.objects.in_city(make_city())]
    assert read[0].office.tree == read[1].office.tree
    assert [len(one.findings) for one in read] == [0, 0]


def test_facts_of_an_incomplete_form_name_what_is_missing(office):
    rows = [row[:5] for row in FORM_ROWS if "七" not in row]
    send(office, word([Table("测评体系", rows, [(1, 0, 2, 0), (1, 1, 2, 1)])]), "a.docx")
    facts = {**FACTS, "not_covered": "问卷部分 | The survey\n负面清单"}
    del facts["complete"]
    office.post(f"{START}{only().pk}/facts/", facts)
    assert reading_of(only()).contents["not_covered"] == [
        {"zh": "问卷部分", "en": "The survey"},
        {"zh": "负面清单", "en": "负面清单"},
    ]
    office.post(f"{START}{only().pk}/facts/", {**facts, "not_covered": "", "title_en": "", "source_en": ""})
    contents = reading_of(only()).contents
    assert contents["title"]["en"] == FACTS["title_zh"]
    assert [source["en"] for source in contents["sources"].values()] == [FACTS["source_zh"]]
    assert reading_of(only()).contents["not_covered"] == gaps(reading_of(only()).office)


def test_import_of_a_word_table_lists_its_notes_and_asks_for_no_columns_of_the_words_below(office):
    document = docx.Document(io.BytesIO(word([Table(FORM_NAME, [["测评内容", "分值"], ["Ⅲ-1 道路整洁", "10"]])])))
    document.add_paragraph("注：以暗访为主。")
    columns = page_of(office, send(office, saved(document), "单位.docx"))
    assert [table["name"] for table in columns.context["tables"]] == [FORM_NAME]
    check = page_of(office, office.post(f"{START}{only().pk}/columns/", {"table:0": "1"}))
    assert only().mapping == {}
    assert [(one["text"], one["reason"]) for one in check.context["listed"]] == [
        ("注：以暗访为主。", "注和备注，体系里没有它的位置")
    ]
    assert "还缺表里没有写的几项" in check.content.decode()


def test_columns_of_a_file_that_is_no_form_lead_to_the_check(office):
    send(office, BEFORE)
    assert office.get(f"{START}{only().pk}/columns/")["Location"] == f"{START}{only().pk}/"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"PK\x03\x04 nonsense", "不是能读的"),
        ("a.doc", b"x", "另存为 .docx"),
        ("现场.docx", png(4, 4), "这是一张图片"),
        ("体系.yaml", b"%PDF-1.7", "这是 PDF"),
        ("a.yaml", b"format: wenming-checklists/1\ncode: x\n", "这是检查表集"),
        ("a.yaml", b"", "空文件"),
    ],
)
def test_upload_that_cannot_be_a_standard_is_refused_beside_the_file(office, name, content, words):
    response = send(office, content, name)
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert not StandardImport.objects.in_city(make_city()).exists()


def test_upload_above_the_limit_is_refused(office, settings):
    settings.UPLOAD_LIMIT_MEGABYTES = 0
    assert "上限是 0 MB" in send(office, BEFORE).content.decode()


def test_open_imports_are_listed_and_can_be_dropped(office):
    send(office, FAULTY, "滨河.yaml")
    assert "滨河.yaml" in office.get(START).content.decode()
    assert "滨河.yaml" in office.get(f"/{HOME}/standards/").content.decode()
    page = office.post(f"{START}{only().pk}/drop/", follow=True).content.decode()
    assert "已放弃导入“滨河.yaml”" in page
    assert only().state == "dropped"
    assert office.get(f"{START}{only().pk}/").status_code == 404


def test_original_file_comes_back_byte_for_byte(office):
    send(office, FAULTY)
    assert b"".join(office.get(f"{START}{only().pk}/original/").streaming_content) == FAULTY.encode()


def test_adopt_with_faults_leads_back_to_the_check(office):
    send(office, FAULTY)
    page = office.post(f"{START}{only().pk}/adopt/", follow=True).content.decode()
    assert "还有问题没有解决" in page


def test_import_pages_by_post(client):
    make_city()
    client.force_login(make_account(OFFICER))
    send(client, BEFORE)
    pages = [START, *(f"{START}{only().pk}/{step}" for step in ("", "columns/", "preview/", "original/", "draft/"))]
    client.force_login(make_account(LEADER))
    assert [client.get(page).status_code for page in pages] == [403] * len(pages)
    assert client.post(f"{START}{only().pk}/adopt/").status_code == 403
    client.force_login(make_account(STRANGER))
    assert client.get(f"/baiyun/standards/imports/{only().pk}/").status_code == 404


def test_check_page_sends_few_queries(office):
    send(office, FAULTY)
    page = f"{START}{only().pk}/"
    office.get(page)
    with assert_queries(4):
        office.get(page)
