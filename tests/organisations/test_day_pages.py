"""The page of a year: what every day is, in shape and word; days, hours and visit periods set by their forms; the notice as a workbook."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people import AT, HOME, INSPECTOR, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from wenming.organisations.models import CalendarDay, VisitPeriod, WorkingHours
from wenming.organisations.seeds import seed_calendar

pytestmark = pytest.mark.django_db
CALENDAR = f"/{HOME}/calendar/"


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def days(page) -> dict[str, dict]:
    """Return every day of the page by its date."""
    return {day["iso"]: day for month in page.context["months"] for week in month["weeks"] for day in week if day}


def test_year_marks_days_by_shape_and_word(office):
    seed_calendar(city=make_city(), by=None, at=AT)
    year = days(office.get(f"{CALENDAR}?year=2026"))
    assert len(year) == 365
    looks = {iso: (year[iso]["look"], year[iso]["mark"], year[iso]["said"]) for iso in ("2026-10-01", "2026-10-10")}
    assert looks == {"2026-10-01": ("off", "休", "国庆节 放假"), "2026-10-10": ("work", "班", "调休上班 上班")}
    assert (year["2026-10-17"]["look"], year["2026-10-19"]["look"]) == ("weekend", "plain")


def test_year_that_is_estimated_or_unknown_says_so(office):
    seed_calendar(city=make_city(), by=None, at=AT)
    page = office.get(f"{CALENDAR}?year=2027")
    assert "这一年是预计" in page.content.decode()
    assert (days(page)["2027-10-01"]["mark"], days(page)["2027-10-01"]["said"]) == ("预", "国庆节 放假 预计")
    assert "这一年没有放假安排" in office.get(f"{CALENDAR}?year=2028").content.decode()
    assert "这一年是预计" not in office.get(f"{CALENDAR}?year=2026").content.decode()


@pytest.mark.parametrize("text", ["", "x", "1999", "2100", "99999999999"])
def test_year_that_is_none_gives_this_one(office, text):
    assert office.get(f"{CALENDAR}?year={text}").context["year"] == date.today().year  # noqa: DTZ011  the test's own year


def test_year_takes_six_queries(office):
    with assert_queries(6):  # session, account, posts, days, hours, visit periods
        office.get(CALENDAR)


def test_set_a_day_and_let_it_be_plain_again(office):
    there = {"day": "2026-11-23", "what": "off", "name": "停工"}
    assert office.post(f"{CALENDAR}day/", there).url == f"{CALENDAR}?year=2026"
    assert str(CalendarDay.objects.in_city(make_city()).get()) == "2026-11-23 停工"
    office.post(f"{CALENDAR}day/", {"day": "2026-11-22", "what": "work"})
    assert CalendarDay.objects.in_city(make_city()).get(works=True).name == "上班"
    office.post(f"{CALENDAR}day/", {"day": "2026-11-23", "what": "plain"})
    again = office.post(f"{CALENDAR}day/", {"day": "2026-11-23", "what": "plain"})
    assert (again.status_code, "没有要取消的设定" in again.content.decode()) == (422, True)
    assert office.post(f"{CALENDAR}day/", {"day": "gestern", "what": "off"}).status_code == 422


def hours(*rows: tuple[str, str, str]) -> dict[str, str]:
    """Return the form of the working hours."""
    form = {"form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        form |= {f"form-{number}-{field}": text for field, text in zip(("month", "day", "hours"), row, strict=True)}
    return form


def test_set_hours_reads_what_people_write(office):
    office.post(
        f"{CALENDAR}hours/", hours(("10", "1", "8：00至12:00，14:30—17:30"), ("6", "1", "8:00 - 12:00 15:00-18:00"))
    )
    rows = WorkingHours.objects.in_city(make_city()).order_by("since_month").values_list("since_month", "hours")
    assert list(rows) == [(6, [[480, 720], [900, 1080]]), (10, [[480, 720], [870, 1050]])]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("6", "1", "上午")], "看不懂“上午”；请写成 8:00-12:00"),
        ([("6", "", "8:00-12:00")], "起始月、起始日和工作时间要一起填，或都不填"),
        ([("2", "30", "8:00-12:00")], "2 月没有 30 日"),
        ([("6", "1", "14:00-18:00 8:00-12:00")], "几段时间要从早到晚、互不重叠，并且在一天之内"),
        ([("6", "1", "8:00-12:00"), ("6", "1", "9:00-12:00")], "两行的起始日相同；请改正其中一行"),
        ([], "至少要有一段工作时间；例如 8:00-12:00"),
    ],
)
def test_set_hours_that_do_not_fit_says_why(office, rows, words):
    page = office.post(f"{CALENDAR}hours/", hours(*rows))
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_visit_period_is_started_with_a_reason_and_ended(office):
    assert office.post(f"{CALENDAR}visit/", {"reason": ""}).status_code == 422
    office.post(f"{CALENDAR}visit/", {"reason": "国家测评组抵达"})
    assert "迎检时段：国家测评组抵达。" in office.get(CALENDAR).content.decode()
    office.post(f"{CALENDAR}visit/end/")
    period = VisitPeriod.objects.in_city(make_city()).get()
    assert (str(period), period.ended_by) == ("国家测评组抵达", make_account(OFFICER))
    page = office.post(f"{CALENDAR}visit/end/", follow=True)
    assert str(list(page.context["messages"])[-1]) == "现在没有进行中的迎检时段"


def test_calendar_is_read_by_all_and_kept_by_the_office(client):
    answers = {}
    for person in (LEADER, INSPECTOR):
        client.force_login(make_account(person))
        answers[person.role] = (
            client.get(CALENDAR).status_code,
            client.post(f"{CALENDAR}visit/", {"reason": "x"}).status_code,
            client.get(f"{CALENDAR}import/").status_code,
            client.get(f"{CALENDAR}import/template/").status_code,
        )
    assert answers == {"leader": (200, 403, 403, 403), "inspector": (200, 403, 403, 403)}


def notice(*rows: tuple) -> SimpleUploadedFile:
    """Return a notice as a workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        page = file.add_worksheet("放假安排")
        for number, row in enumerate([("日期", "至", "名称", "安排"), *rows]):
            page.write_row(number, 0, row)
    return SimpleUploadedFile("通知.xlsx", buffer.getvalue())


def test_notice_replaces_the_estimates_of_its_year(office):
    seed_calendar(city=make_city(), by=None, at=AT)
    rows = [("2027-05-01", "2027-05-05", "劳动节", "放假"), ("2027年5月8日", "", "", "上班")]
    page = office.post(f"{CALENDAR}import/", {"file": notice(*rows), "source": "通知"})
    assert page.url == f"{CALENDAR}?year=2027"
    year = CalendarDay.objects.in_city(make_city()).filter(day__year=2027).order_by("day")
    assert [f"{one.day:%m-%d} {one.name} {one.status}" for one in year] == [
        *(f"05-0{day} 劳动节 official" for day in range(1, 6)),
        "05-08 调休上班 official",
    ]


def test_notice_with_rows_that_cannot_be_used_writes_nothing_and_lists_them(office):
    rows = [
        ("", "2027-05-05", "劳动节", "放假"),
        ("2027-05-01", "2027-04-01", "劳动节", ""),
        ("2027-05-01", "", "劳动节", "也许"),
        ("2027-05-02", "", "劳动节", ""),
        ("2027-05-01", "2027-05-03", "劳动节", ""),
    ]
    page = office.post(f"{CALENDAR}import/", {"file": notice(*rows), "source": "通知"})
    assert [(one.row, one.column, one.problem) for one in page.context["problems"]] == [
        (2, "日期", "没有填"),
        (3, "至", "不在开始日期之后一个月以内"),
        (4, "安排", "没有这个说法"),
        (6, "日期", "2027-05-02 出现了两次"),
    ]
    assert not CalendarDay.objects.in_city(make_city()).exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("通知.xlsx", b"x"), "不是能识别的工作簿：请上传 .xlsx、.xls 或 .ods 文件"),
        (notice(), "表里没有一行日期"),
    ],
)
def test_notice_that_is_none_says_so(office, file, words):
    file.seek(0)
    page = office.post(f"{CALENDAR}import/", {"file": file, "source": "通知"})
    assert page.context["form"].errors["file"] == [words]


def test_notice_template_can_be_read_back(office):
    content = office.get(f"{CALENDAR}import/template/").content
    page = office.post(f"{CALENDAR}import/", {"file": SimpleUploadedFile("模板.xlsx", content), "source": "通知"})
    assert page.url == f"{CALENDAR}?year=2026"
