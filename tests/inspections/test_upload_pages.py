"""Importing a round on the pages: upload, check, write, take back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.people import AUDITOR, CAST, HOME, LEADER, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import make_edition, make_import, make_round, row, workbook
from wenming.inspections.models import Observation, Round, RoundImport

pytestmark = pytest.mark.django_db
START = f"/{HOME}/rounds/import/"
ROWS = [
    row(deduction=0.2, serial=1),
    row(site="主要交通路口2", serial=2),
    row("文明交迪1", serial=3),
    row(deduction="差", serial=4),
]


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def upload(client, content: bytes, **changes):
    form = {"standard": make_edition().pk, "name": "第三轮", "started_on": "2026-11-09", "ended_on": "2026-11-13"}
    file = SimpleUploadedFile("第三轮.xlsx", content)
    return client.post(START, {**form, "file": file, **changes})


def text_of(response) -> str:
    return response.content.decode()


def test_upload_of_a_workbook_leads_to_its_check(office):
    response = upload(office, workbook(ROWS))
    import_ = RoundImport.objects.in_city(make_city()).get()
    assert (response.status_code, response["Location"]) == (302, f"{START}{import_.pk}/")
    page = text_of(office.get(response["Location"]))
    for words in ("扣分“差”不是数字", "标准里没有“文明交迪1”", "采用“文明交通1”（1 行）", "先写入 2 行"):
        assert words in page, words


def test_upload_of_what_is_no_workbook_says_so_beside_the_file_and_keeps_the_form(office):
    response = upload(office, b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    assert response.status_code == 422
    assert "这是一张图片" in text_of(response)
    assert 'value="第三轮"' in text_of(response)
    assert RoundImport.objects.in_city(make_city()).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"), [("name", "", "这个字段是必填项"), ("ended_on", "2026-11-01", "结束日期早于开始日期")]
)
def test_upload_with_a_faulty_field_names_it(office, field, value, words):
    response = upload(office, workbook(ROWS), **{field: value})
    assert (response.status_code, words in text_of(response)) == (422, True)


@pytest.mark.counted
def test_upload_larger_than_the_limit_is_refused(office, settings):
    settings.UPLOAD_LIMIT_MEGABYTES = 0
    assert "上限是 0 MB" in text_of(upload(office, workbook(ROWS)))


def test_upload_before_any_standard_leads_to_the_standards(office):
    assert office.get(START)["Location"] == f"/{HOME}/standards/"


def test_check_accepts_a_name_takes_it_back_and_accepts_all(office):
    import_ = make_import([*ROWS, row("公共服条2", "主干道1")])
    here = f"{START}{import_.pk}/"
    code = make_edition().nodes.get(name="文明交通1").code
    office.post(f"{here}names/", {"written": "文明交迪1", "suggestion": code})
    import_.refresh_from_db()
    assert import_.accepted == {"文明交迪1": code}
    assert "先写入 3 行" in text_of(office.get(here))
    office.post(f"{here}names/", {"written": "文明交迪1", "suggestion": ""})
    office.post(f"{here}names/", {"written": "文明交迪1", "suggestion": "no-such-code"})
    import_.refresh_from_db()
    assert import_.accepted == {}
    office.post(f"{here}names/", {"all": "1"})
    import_.refresh_from_db()
    assert sorted(import_.accepted) == ["公共服条2", "文明交迪1"]


def test_write_with_the_number_of_rows_left_out_writes_the_rest(office):
    import_ = make_import(ROWS)
    here = f"{START}{import_.pk}/"
    office.post(f"{here}write/", {"left_out": "1"})
    assert Round.objects.in_city(make_city()).count() == 0
    assert "情况刚刚变过" in text_of(office.get(here))
    office.post(f"{here}write/", {"left_out": "2"})
    assert Observation.objects.in_city(make_city()).count() == 2
    done = text_of(office.get(here))
    assert "已写入 2 行" in done
    assert "另有 2 行没有计分" in done


def test_write_twice_says_that_it_is_written_already(office):
    import_ = make_import(ROWS[:2])
    here = f"{START}{import_.pk}/"
    office.post(f"{here}write/", {"left_out": "0"})
    office.post(f"{here}write/", {"left_out": "0"})
    assert Round.objects.in_city(make_city()).count() == 1
    assert "已经写入或放弃了" in text_of(office.get(here))


def test_drop_hides_the_import_and_keeps_the_file(office):
    import_ = make_import(ROWS)
    response = office.post(f"{START}{import_.pk}/drop/", follow=True)
    assert "已放弃导入" in text_of(response)
    assert office.get(f"{START}{import_.pk}/").status_code == 404


def test_errors_come_as_a_workbook_with_place_fault_and_mend(office):
    import_ = make_import(ROWS)
    content = office.get(f"{START}{import_.pk}/errors/").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("未用的行").to_python()
    assert rows[1] == ["工作表", "行", "列", "原值", "问题", "改法"]
    assert [line[:5] for line in rows[2:]] == [
        ["实地测评", 4.0, "项目", "文明交迪1", "标准里没有“文明交迪1”"],
        ["实地测评", 5.0, "扣分", "差", "扣分“差”不是数字"],
    ]


def test_original_comes_back_byte_for_byte(office):
    content = workbook(ROWS)
    upload(office, content)
    import_ = RoundImport.objects.in_city(make_city()).get()
    response = office.get(f"{START}{import_.pk}/original/")
    assert b"".join(response.streaming_content) == content


def test_template_can_be_uploaded_as_it_is(office):
    make_edition()
    content = office.get(f"{START}template/").content
    upload(office, content)
    import_ = RoundImport.objects.in_city(make_city()).get()
    page = text_of(office.get(f"{START}{import_.pk}/"))
    assert "写入全部 22" in page


def test_revoke_within_a_day_takes_the_round_back(office):
    round_ = make_import(ROWS[:1])
    office.post(f"{START}{round_.pk}/write/", {"left_out": "0"})
    page = office.post(f"/{HOME}/rounds/1/revocation/", {"reason": "传错了"}, follow=True)
    assert "已撤回“第一轮”" in text_of(page)
    assert office.get(f"/{HOME}/scores/1/").status_code == 404
    assert office.get(f"/{HOME}/rounds/1/rows/").status_code == 404


def test_revoke_after_a_day_says_that_it_is_too_late(office):
    make_round(ROWS[:1])
    page = office.post(f"/{HOME}/rounds/1/revocation/", {}, follow=True)
    assert "超过 24 小时" in text_of(page)
    assert office.get(f"/{HOME}/scores/1/").status_code == 200


@pytest.mark.parametrize("person", [one for one in CAST if one is not OFFICER], ids=lambda one: one.username)
def test_import_pages_for_anybody_but_the_office_are_closed(client, person):
    import_ = make_import(ROWS)
    client.force_login(make_account(person))
    closed = 403 if person.role and person is not STRANGER else 404
    pages = ["", "template/", f"{import_.pk}/", f"{import_.pk}/errors/", f"{import_.pk}/original/"]
    assert {client.get(f"{START}{page}").status_code for page in pages} == {closed}
    posts = [f"{import_.pk}/names/", f"{import_.pk}/write/", f"{import_.pk}/drop/"]
    assert {client.post(f"{START}{page}").status_code for page in posts} == {closed}


def test_import_of_another_city_does_not_exist(office):
    import_ = make_import(ROWS, slug="baiyun")
    assert office.get(f"{START}{import_.pk}/").status_code == 404
    assert office.get(f"/baiyun/rounds/import/{import_.pk}/").status_code == 404


@pytest.mark.parametrize("problems", [1, 300])
def test_check_page_sends_as_many_queries_however_many_problems(office, problems):
    import_ = make_import([row(), *[row(deduction=f"差{number}") for number in range(problems)]])
    office.get(f"{START}{import_.pk}/")
    with assert_queries(6):
        page = office.get(f"{START}{import_.pk}/?page=3")
    assert page.status_code == 200


@pytest.mark.parametrize("person", [LEADER, AUDITOR], ids=lambda one: one.username)
def test_rows_are_open_to_people_who_see_results(client, person):
    make_round(ROWS)
    client.force_login(make_account(person))
    assert client.get(f"/{HOME}/rounds/1/rows/").status_code == 200


def test_check_page_shows_what_people_typed_as_text_never_as_markup(office):
    import_ = make_import([row("<script>x</script>", site="<b>y"), row(deduction="<i>z")], name="<u>轮</u>")
    for page in (f"{START}{import_.pk}/", START, f"/{HOME}/", f"/{HOME}/rounds/"):
        text = text_of(office.get(page))
        assert [mark for mark in ("<script>x", "<b>y", "<i>z", "<u>轮") if mark in text] == []


def test_post_after_the_session_ended_says_so_and_leads_back_to_the_page(client):
    import_ = make_import(ROWS)
    here = f"{START}{import_.pk}/"
    response = client.post(f"{here}write/", {}, headers={"Referer": f"http://testserver{here}"})
    assert response["Location"] == f"/accounts/login/?next={here}"
    assert "登录已过期，刚才的操作没有执行" in text_of(client.get(response["Location"]))
    elsewhere = client.post(f"{here}write/", {}, headers={"Referer": "http://evil.example/x"})
    assert elsewhere["Location"] == f"/accounts/login/?next=/{HOME}/"


def test_address_of_a_button_opened_as_a_page_says_what_to_do(office):
    page = office.get(f"{START}{make_import(ROWS).pk}/write/")
    assert (page.status_code, page["Allow"], "没有改动任何数据" in text_of(page)) == (405, "POST", True)


def test_check_of_an_untouched_template_warns_before_it_is_written(office):
    make_edition()
    upload(office, office.get(f"{START}template/").content)
    import_ = RoundImport.objects.in_city(make_city()).get()
    page = office.get(f"{START}{import_.pk}/")
    assert page.context["warnings"] == ["全表没有任何扣分，多数行没有写点位，像是没有填写的空表：写入后会得满分。"]
    assert "仍然写入" in text_of(page)


def test_check_of_the_same_file_again_names_the_first_import(office):
    content = workbook(ROWS[:2])
    for name in ("第三轮", "第三轮（重传）"):
        upload(office, content, name=name)
    second = RoundImport.objects.in_city(make_city()).order_by("pk").last()
    assert office.get(f"{START}{second.pk}/").context["warnings"] == ["这个文件与“第三轮”的完全相同，可能重复导入。"]
    office.post(f"{START}{second.pk - 1}/drop/")
    assert office.get(f"{START}{second.pk}/").context["warnings"] == []


def test_rows_left_out_stay_named_on_every_page_of_the_round(office):
    import_ = make_import(ROWS)
    office.post(f"{START}{import_.pk}/write/", {"left_out": "2"})
    errors = f"{START}{import_.pk}/errors/"
    for page in (f"{START}{import_.pk}/", f"/{HOME}/scores/1/"):
        assert errors in text_of(office.get(page)), page
    assert "本轮有 2 行没有计入得分" in text_of(office.get(f"/{HOME}/scores/1/"))
    for page in (f"/{HOME}/", f"/{HOME}/rounds/"):
        assert "2 行未计入" in text_of(office.get(page)), page
    assert office.get(errors).status_code == 200
