"""The handbook: its sheets, their pictures, who answers for a type of site."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from tests.checklists import adopt_example, adopt_sanitary
from tests.people import ELSEWHERE, HOME, INSPECTOR, LEADER, OFFICER, STRANGER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT, make_edition
from tests.standards.test_pictures import jpeg, png
from wenming.kernel.models import Event
from wenming.standards.actions import empty_example, name_chief, show_example
from wenming.standards.models import Example, SiteTypeChief
from wenming.standards.schemas.sheets import masked

pytestmark = [pytest.mark.django_db, pytest.mark.counted]
LIST = f"/{HOME}/standards/handbook/"
SHEET = f"{LIST}农贸市场/"
ITEM = f"{SHEET}items/农贸-01-01/"
CHIEF = f"{SHEET}chief/"


@pytest.fixture
def office(client):
    make_edition()
    adopt_sanitary()
    adopt_example()
    client.force_login(make_account(OFFICER))
    return client


def send(client, content, caption="地面干爽", kind="good", name="现场.png"):
    picture = SimpleUploadedFile(name, content, content_type="image/png")
    return client.post(ITEM, {"kind": kind, "caption": caption, "picture": picture})


def show(content=None, kind="good", at=AT, person=OFFICER):
    return show_example(
        city=make_city(),
        item="农贸-01-01",
        kind=kind,
        caption="地面干爽",
        file_name="现场.png",
        content=content or png(),
        by=make_account(person),
        at=at,
    )


def chief(unit="市场监督管理局", at=AT, person=OFFICER):
    more = {"post": "科长", "name": "何为民", "phone": "13800005678"} if unit else {"post": "", "name": "", "phone": ""}
    return name_chief(city=make_city(), site_type="农贸市场", unit=unit, by=make_account(person), at=at, **more)


def test_handbook_of_a_new_city_shows_the_way(client):
    client.force_login(make_account(OFFICER))
    page = client.get(LIST).content.decode()
    assert ("还没有点位类型" in page, f"/{HOME}/standards/checklists/" in page) == (True, True)


def test_handbook_lists_every_type_with_its_walk_and_chief(office):
    chief()
    page = office.get(LIST).content.decode()
    for words in (
        "农贸市场",
        "正门进入，走完全部通道",
        "20 分钟",
        "8:00—10:00",
        "市场监督管理局 科长 何为民",
        "主干道",
        "负责人待定",
    ):
        assert words in page, words


def test_sheet_shows_rules_numbers_clauses_and_empty_slots(office):
    chief()
    page = office.get(SHEET).content.decode()
    for words in (
        "农贸-02-01",
        "不少于 5；间隔 10 米以上才分别计",
        "走完全部通道，见一处积水即不符合",
        "① 11.2",
        "② s2.2",
        "138****5678",
        "集贸市场",
    ):
        assert words in page, words
    assert (page.count("待拍"), "13800005678" in page) == (4, False)


def test_sheet_of_a_type_or_an_item_that_is_not_there_is_404(office):
    pages = (f"{LIST}车站/", f"{LIST}车站/chief/", f"{LIST}农贸市场/items/公交-01/", f"{LIST}主干道/items/农贸-01-01/")
    assert [office.get(page).status_code for page in pages] == [404] * 4


def test_all_sheets_begin_a_page_each(office):
    page = office.get(f"{LIST}all/").content.decode()
    assert page.count('<article class="card hb"') == 2


def test_example_is_shown_and_the_one_before_stays_in_the_history(office):
    assert send(office, png()).status_code == 302
    assert send(office, jpeg(), "地面无水", name="新.jpg").status_code == 302
    page = office.get(SHEET).content.decode()
    assert ("地面无水" in page, "地面干爽" in page, page.count("待拍")) == (True, False, 3)
    history = office.get(ITEM).context["history"]
    assert [(row["label"], row["caption"]) for row in history] == [("好", "地面无水"), ("好", "地面干爽")]
    assert [event.kind for event in Event.objects.in_city(make_city()).order_by("-number")[:2]] == ["example.shown"] * 2


def test_example_comes_as_what_it_is_and_as_nothing_else(office):
    example = show(jpeg())
    response = office.get(f"{LIST}pictures/{example.pk}/")
    assert b"".join(response.streaming_content) == jpeg()
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert (response["Content-Disposition"], response["Cross-Origin-Resource-Policy"]) == ("inline", "same-origin")
    assert response["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "不是 JPEG、PNG 或 WebP 图片"),
        (png()[:40], "图片文件不完整"),
        (png() + bytes(8 * 1024 * 1024), "图片超过 8 MB"),
    ],
)
def test_example_that_only_claims_to_be_a_picture_is_refused_with_a_clear_line(office, content, words):
    response = send(office, content)
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert Example.objects.in_city(make_city()).count() == 0


@pytest.mark.parametrize("missing", ["caption", "picture"])
def test_example_without_its_parts_asks_for_them(office, missing):
    data = {"kind": "bad", "caption": "积水", "picture": SimpleUploadedFile("a.png", png())}
    del data[missing]
    response = office.post(ITEM, data)
    (form,) = [slot["form"] for slot in response.context["slots"] if slot["kind"] == "bad"]
    assert (response.status_code, list(form.errors)) == (422, [missing])


def test_example_taken_down_leaves_an_empty_slot_and_its_history(office):
    send(office, png())
    assert office.post(ITEM, {"empty": "good"}).status_code == 302
    assert office.get(SHEET).content.decode().count("待拍") == 4
    rows = Example.objects.in_city(make_city()).order_by("pk")
    assert [(bool(row.file_id), row.caption) for row in rows] == [(True, "地面干爽"), (False, "")]
    assert office.post(ITEM, {"empty": "good"}).status_code == 302
    assert (rows.count(), office.post(ITEM, {"empty": "ugly"}).status_code) == (2, 404)


def test_example_row_with_half_its_facts_is_refused_by_the_database():
    example = show()
    with pytest.raises(IntegrityError), transaction.atomic():
        Example.objects.create(
            city=example.city, item="a", kind="good", caption="x", created_by=example.created_by, created_at=AT
        )


def test_chief_is_named_replaced_and_taken_back_by_rows(office):
    data = {"unit": "市场监督管理局", "post": "科长", "name": "何为民", "phone": "0376-6543210"}
    assert office.post(CHIEF, data)["Location"] == SHEET.replace("农贸市场", "%E5%86%9C%E8%B4%B8%E5%B8%82%E5%9C%BA")
    office.post(CHIEF, data)
    office.post(CHIEF, {**data, "unit": "商务局"})
    assert office.get(CHIEF).context["form"].initial["phone"] == "0376-6543210"
    office.post(CHIEF, {})
    assert [row.unit for row in SiteTypeChief.objects.in_city(make_city()).order_by("pk")] == [
        "市场监督管理局",
        "商务局",
        "",
    ]
    page = office.get(CHIEF).content.decode()
    assert ("已撤下" in page, "037*-***3210" in page, "6543210" in page) == (True, True, False)
    assert "待定" in office.get(SHEET).content.decode()


@pytest.mark.parametrize(
    ("data", "field"), [({"name": "何为民"}, "unit"), ({"unit": "商务局", "phone": "问办公室"}, "phone")]
)
def test_chief_that_cannot_be_says_beside_the_field_why(office, data, field):
    response = office.post(CHIEF, data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_chief_event_keeps_name_and_number_to_itself():
    chief()
    event = Event.objects.in_city(make_city()).get(kind="site_type_chief.named")
    assert event.data == {"site_type": "农贸市场", "unit": "市场监督管理局", "post": "科长"}


@pytest.mark.parametrize("person", [LEADER, INSPECTOR, STRANGER], ids=lambda one: one.username)
def test_handbook_changes_by_anybody_but_the_office_are_refused(person):
    for change in (
        lambda: show(person=person),
        lambda: empty_example(city=make_city(), item="x", kind="good", by=make_account(person), at=AT),
        lambda: chief(person=person),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_handbook_pages_by_post(office, client):
    example = show()
    picture = f"{LIST}pictures/{example.pk}/"
    seen, edited = (LIST, SHEET, f"{LIST}all/"), (ITEM, CHIEF)
    client.force_login(make_account(SUPERVISOR))
    assert [client.get(page).status_code for page in (*seen, *edited)] == [200] * 3 + [403] * 2
    assert b"".join(client.get(picture).streaming_content) == png()
    assert "换图" not in client.get(SHEET).content.decode()
    client.force_login(make_account(INSPECTOR))
    assert [client.get(page).status_code for page in (*seen, *edited)] == [200] * 3 + [403] * 2
    assert b"".join(client.get(picture).streaming_content) == png()


def test_picture_of_another_city_is_not_there(client):
    example = show()
    client.force_login(make_account(STRANGER))
    make_city(ELSEWHERE)
    assert client.get(f"/{ELSEWHERE}/standards/handbook/pictures/{example.pk}/").status_code == 404


def test_picture_of_an_emptied_slot_is_404(office):
    show()
    emptied = empty_example(
        city=make_city(), item="农贸-01-01", kind="good", by=make_account(OFFICER), at=AT + timedelta(1)
    )
    assert office.get(f"{LIST}pictures/{emptied.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_handbook_pages_send_as_many_queries_with_one_row_as_with_three(office, count):
    for place in range(count):
        show(at=AT + timedelta(hours=place))
        chief(unit=f"单位{place}", at=AT + timedelta(hours=place))
    for page, number in ((LIST, 5), (SHEET, 6), (f"{LIST}all/", 6), (ITEM, 5), (CHIEF, 5)):
        office.get(page)
        with assert_queries(number):
            office.get(page)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800005678", "138****5678"), ("0376-6543210", "037*-***3210"), ("12345", "1**45"), ("", "")],
)
def test_masked_number_hides_its_middle(phone, shown):
    assert masked(phone) == shown
