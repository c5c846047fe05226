"""The steps of an import on the pages: columns, decisions, preview, waiting; and the names that are remembered."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.inspections.test_mapping import STRANGE, book, upload
from tests.people import CAST, HOME, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import PACKS, make_edition, make_import, make_round, row
from wenming.inspections.actions import accept_alias, ask_reading, ask_write
from wenming.inspections.models import ImportRow, NameAlias, RoundImport
from wenming.inspections.queries import rows_in_order
from wenming.kernel.models import JobRun

pytestmark = pytest.mark.django_db
START = f"/{HOME}/rounds/import/"
ALIASES = f"/{HOME}/rounds/aliases/"
ROWS = [row(), row("市容市貌", "路口2", 0.2), row("市容市貌", "路口3"), row(deduction="差", site="路口4")]


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def text_of(response):
    return response.content.decode()


def settle(office, import_, number, **said):
    row_ = next(one for one in rows_in_order(import_) if one.row == number)
    form = {"row": row_.pk, "group": row_.group, "state": row_.state, **said}
    response = office.post(f"{START}{import_.pk}/settling/", form)
    import_.refresh_from_db()
    return response


def test_choose_a_line_by_its_code_or_its_name_for_all_rows(office):
    import_ = make_import(ROWS)
    code = make_edition().nodes.get(name="文明交通1").code
    response = settle(office, import_, 3, act="choose", leaf=f"{code} 文明交通1", kind="refused", remember="on")
    assert response["Location"] == f"{START}{import_.pk}/?kind=refused#problems"
    assert (import_.accepted, import_.tally["open"]) == ({"市容市貌": code}, 1)
    page = text_of(office.get(f"{START}{import_.pk}/?kind=settled"))
    assert "已处理 1 / 2 处" in page
    assert "可在“已处理”里撤销" in page
    assert NameAlias.objects.in_city(make_city()).count() == 1
    settle(office, import_, 3, act="undo")
    assert import_.accepted == {}
    settle(office, import_, 3, act="choose", leaf="文明交通1", scope="one")
    assert (import_.accepted, import_.tally["used"]) == ({}, 1)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"act": "choose", "leaf": "没有这条"}, "没有找到这个测评条目"),
        ({"act": "fill", "deduction": "x"}, "扣分应是 0 到 1 之间"),
        ({"act": "skip", "group": "old"}, "已经有人处理了"),
    ],
)
def test_settle_with_nonsense_says_what_is_wrong(office, said, words):
    import_ = make_import(ROWS)
    settle(office, import_, 5, **said)
    assert words in text_of(office.get(f"{START}{import_.pk}/"))


def test_fill_in_a_value_and_leave_a_row_out(office):
    import_ = make_import(ROWS)
    settle(office, import_, 5, act="fill", deduction="0.25")
    settle(office, import_, 3, act="skip")
    assert (import_.tally["open"], import_.tally["used"], import_.tally["skipped"]) == (0, 1, 2)
    page = text_of(office.get(f"{START}{import_.pk}/?kind=settled"))
    assert ("扣分 0.25" in page, "没有待处理" in page, "写入全部 2 行" in page) == (True, False, True)
    office.post(f"{START}{import_.pk}/write/", {"left_out": "0"})
    assert "另有 2 行没有计分" in text_of(office.get(f"{START}{import_.pk}/"))


def test_settle_what_does_not_exist_is_not_found(office):
    import_ = make_import(ROWS)
    assert office.post(f"{START}{import_.pk}/settling/", {"row": "x"}).status_code == 404


def test_unfold_a_stretch_of_the_sheet_shows_its_rows(office):
    rows = [row(site=f"点位{number}") for number in range(1, 40)]
    import_ = make_import([*rows, row(deduction="差")])
    here = f"{START}{import_.pk}/"
    assert "点位7<" not in text_of(office.get(here))
    assert "点位7<" in text_of(office.get(f"{here}?rows=2-30"))
    assert office.get(f"{here}?rows=2-x&sheet=没有&page=9&kind=x").status_code == 200


def test_columns_page_shows_the_choice_before_it_is_kept_and_then_keeps_it(office):
    import_ = upload(book(检查=STRANGE, 说明=[["填表说明"]]))
    here = f"{START}{import_.pk}/columns/"
    assert office.get(f"{START}{import_.pk}/")["Location"] == here
    assert "没有认出表头" in text_of(office.get(here))
    form = {"use-0": "on", "head-0": "1", "shown-0": "1", "head-1": "0", "shown-1": "0"}
    names = ("serial", "name", "site", "deduction", "unit", "")
    form |= {f"column-0-{place}": name for place, name in enumerate(names)}
    looked = text_of(office.post(here, {**form, "act": "look"}))
    assert "试读前 2 行：1 行可以直接使用" in looked
    assert "还没有指明：扣分" in text_of(office.post(here, {**form, "act": "look", "column-0-3": "x"}))
    moved = text_of(office.post(here, {**form, "act": "look", "head-0": "0"}))
    assert "还没有指明：项目、扣分" in moved
    refused = office.post(here, {**form, "column-0-1": ""})
    assert (refused.status_code, "还没有指明“项目”列" in text_of(refused)) == (422, True)
    assert office.post(here, form)["Location"] == f"{START}{import_.pk}/"
    import_.refresh_from_db()
    assert (import_.state, import_.tally["asking"], import_.tally["skipped"]) == ("checking", 1, 1)
    following = upload(book(检查=STRANGE[1:]))
    page = text_of(office.get(f"{START}{following.pk}/columns/"))
    assert ("陈玉兰" in page, "以前的文件相同" in page) == (True, True)


def test_columns_of_what_is_written_or_typed_are_not_offered(office):
    import_ = make_import(ROWS[:1])
    office.post(f"{START}{import_.pk}/write/", {"left_out": "0"})
    assert office.get(f"{START}{import_.pk}/columns/").status_code == 404
    assert office.post(f"{START}{import_.pk}/columns/", {}).status_code == 404


def test_preview_compares_with_the_last_round_in_printed_numbers(office):
    make_round([row(deduction=0.4), row("公共服务10", "社区1", 1)], ended=date(2026, 10, 1))
    import_ = make_import([row(deduction=0.1), row("文明行为2", area="新街道", units=("新单位",)), row(deduction="差")])
    page = office.get(f"{START}{import_.pk}/preview/")
    lines = {line["name"]: line for line in page.context["lines"]}
    assert {key: lines["文明交通"][key] for key in ("rows", "last_rows", "score", "last_score", "delta", "tone")} == {
        "rows": "1",
        "last_rows": "1",
        "score": "0.900",
        "last_score": "0.600",
        "delta": "+0.300",
        "tone": "none",
    }
    assert (lines["公共服务"]["score"], lines["公共服务"]["delta"]) == ("—", "")
    assert page.context["total"]["score"] == "1.900"
    assert page.context["places"] == ["新街道", "新单位"]
    assert "先写入 2 行" in text_of(page)


def test_preview_without_an_earlier_round_compares_nothing_and_an_incomplete_standard_has_no_total(office):
    source = (
        (PACKS / "suzhou-2016-district.yaml")
        .read_text(encoding="utf-8")
        .replace("complete: true", "complete: false\nnot_covered: [{zh: 其余, en: rest}]")
    )
    import_ = make_import(ROWS[:1], source=source)
    page = office.get(f"{START}{import_.pk}/preview/")
    assert (page.context["last"], page.context["total"], page.context["places"]) == (None, None, [])
    assert "不给出总分" in text_of(page)
    office.post(f"{START}{import_.pk}/write/", {"left_out": "0"})
    assert office.get(f"{START}{import_.pk}/preview/")["Location"] == f"{START}{import_.pk}/"


@pytest.mark.parametrize("rows", [1, 300])
def test_preview_sends_as_many_queries_however_many_rows(office, rows):
    make_round([row()], ended=date(2026, 10, 1))
    import_ = make_import([row(site=f"路口{number}") for number in range(rows)])
    with assert_queries(7):
        assert office.get(f"{START}{import_.pk}/preview/").status_code == 200


@pytest.fixture
def large(settings):
    settings.IMPORT_AT_ONCE_BYTES = settings.IMPORT_AT_ONCE_ROWS = 0


def test_waiting_page_shows_the_step_and_is_found_again_among_the_drafts(office, large):
    import_ = make_import(ROWS[:1])
    here = f"{START}{import_.pk}/"
    assert office.get(here)["Location"] == f"{here}wait/"
    page = text_of(office.get(f"{here}wait/"))
    assert ("排队等待读取" in page, 'hx-trigger="every 2s"' in page, "重新读取" in page) == (True, True, True)
    assert "正在读取" in text_of(office.get(START))
    fragment = text_of(office.get(f"{here}wait/", headers={"HX-Request": "true"}))
    assert fragment.lstrip().startswith("<section")
    office.post(f"{here}again/")
    assert RoundImport.objects.in_city(make_city()).get().work_id != import_.work_id


def test_waiting_page_of_a_job_that_failed_says_so_and_leads_on(office, large):
    import_ = make_import(ROWS[:1])
    import_ = ask_reading(import_=import_, by=make_account(OFFICER), at=timezone.now())
    assert "好一会儿没有进展" not in text_of(office.get(f"{START}{import_.pk}/wait/"))
    JobRun.objects.create(event=import_.work, job="wenming.inspections.tasks.read_asked_import", error="OSError: 28")
    page = text_of(office.get(f"{START}{import_.pk}/wait/"))
    assert ("刚才一次没有做完" in page, "OSError: 28" in page) == (True, True)


def test_waiting_page_of_an_unreadable_file_says_why(office):
    import_ = make_import(ROWS[:1])
    RoundImport.objects.in_city(import_.city).update(state="failed", fault="文件是空的")
    page = text_of(office.get(f"{START}{import_.pk}/wait/"))
    assert ("文件是空的" in page, "every 2s" in page) == (True, False)


def test_waiting_page_of_a_writing_job_can_be_reopened_or_begun_anew(office, large):
    import_ = make_import(ROWS[:2])
    from tests.inspections.test_large_imports import work

    work("round_import.reading_asked")
    import_.refresh_from_db()
    here = f"{START}{import_.pk}/"
    assert office.get(f"{here}wait/")["Location"] == here
    assert office.get(f"{here}wait/", headers={"HX-Request": "true"})["HX-Redirect"] == here
    office.post(f"{here}write/", {"left_out": "1"})
    long_ago = timezone.now() - timedelta(hours=1)
    import_.refresh_from_db()
    import_ = ask_write(import_=import_, partial=True, by=make_account(OFFICER), at=long_ago)
    page = text_of(office.get(f"{here}wait/"))
    assert [words in page for words in ("排队等待写入", "重新写入", "退回校对", "放弃导入")] == [
        True,
        True,
        True,
        False,
    ]
    office.post(f"{here}again/")
    office.post(f"{here}reopening/")
    import_.refresh_from_db()
    assert import_.state == "checking"


def test_errors_of_an_import_from_before_readings_were_kept_are_read_once_more(office):
    import_ = make_import(ROWS)
    office.post(f"{START}{import_.pk}/write/", {"left_out": "3"})
    ImportRow.objects.in_city(import_.city).delete()
    RoundImport.objects.in_city(import_.city).update(reading=None, tally={}, summary={})
    assert office.get(f"{START}{import_.pk}/errors/").status_code == 200
    assert "已写入 1 行" in text_of(office.get(f"{START}{import_.pk}/"))


def test_alias_page_lists_withdraws_and_brings_back(office):
    edition = make_edition()
    node = edition.nodes.get(name="文明交通1")
    assert "还没有别名" in text_of(office.get(ALIASES))
    accept_alias(edition=edition, written="市容市貌", node=node, by=make_account(OFFICER), at=timezone.now())
    alias = NameAlias.objects.in_city(make_city()).get()
    assert [words in text_of(office.get(ALIASES)) for words in ("市容市貌", "使用中", "陈玉兰")] == [True] * 3
    page = text_of(office.post(f"{ALIASES}{alias.pk}/withdrawal/", follow=True))
    assert ("已停用" in page, "不再自动采用" in page) == (True, True)
    assert "已经停用了" in text_of(office.post(f"{ALIASES}{alias.pk}/withdrawal/", follow=True))
    assert "恢复使用" in text_of(office.post(f"{ALIASES}{alias.pk}/return/", follow=True))


@pytest.mark.parametrize("count", [1, 3])
def test_alias_page_sends_as_many_queries_however_many_names(office, count):
    edition = make_edition()
    node = edition.nodes.get(name="文明交通1")
    for number in range(count):
        accept_alias(edition=edition, written=f"名{number}", node=node, by=make_account(OFFICER), at=timezone.now())
    with assert_queries(5):
        assert office.get(ALIASES).status_code == 200


@pytest.mark.parametrize("person", [one for one in CAST if one is not OFFICER], ids=lambda one: one.username)
def test_wizard_pages_for_anybody_but_the_office_are_closed(client, person):
    import_, edition = make_import(ROWS), make_edition()
    node = edition.nodes.get(name="文明交通1")
    alias = accept_alias(edition=edition, written="甲", node=node, by=make_account(OFFICER), at=timezone.now())
    client.force_login(make_account(person))
    closed = 403 if person.role and person is not STRANGER else 404
    pages = (ALIASES, *(f"{START}{import_.pk}/{page}/" for page in ("columns", "preview", "wait")))
    assert {client.get(page).status_code for page in pages} == {closed}
    posts = (
        *(f"{START}{import_.pk}/{page}/" for page in ("columns", "settling", "again", "reopening")),
        f"{ALIASES}{alias.pk}/withdrawal/",
        f"{ALIASES}{alias.pk}/return/",
    )
    assert {client.post(page).status_code for page in posts} == {closed}
