"""The organisation as a workbook on its pages: out by the filter, in after a dry run."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.people import AT, HOME, LEADER, OFFICER, make_account, make_city
from wenming.organisations.actions import add_person, begin_tenure, found_unit
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.seeds import seed_organisation

pytestmark = pytest.mark.django_db
BOOK = f"/{HOME}/units/workbook/"


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def unit(name: str, kind: str = "department", parent: Unit | None = None) -> Unit:
    return found_unit(city=make_city(), kind=kind, name=name, since=date(2026, 1, 1), parent=parent, by=None, at=AT)


def rows(content: bytes, sheet: str) -> list[list]:
    """Return the rows of a sheet below its heads."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()[1:]


def upload(office, content: bytes):
    """Send a workbook and follow to the dry run."""
    return office.post(f"{BOOK}import/", {"file": SimpleUploadedFile("单位.xlsx", content)}, follow=True)


def test_export_gives_the_units_of_the_filter_unfolded(office):
    district = unit("甲区", "district")
    unit("丙社区", "community", unit("乙街道", "street", district))
    unit("乙区", "district")
    assert [row[0] for row in rows(office.get(BOOK).content, "单位")] == ["甲区", "乙街道", "丙社区", "乙区"]
    assert [row[0] for row in rows(office.get(f"{BOOK}?kind=district").content, "单位")] == ["甲区", "乙区"]
    below = office.get(f"{BOOK}?under={district.pk}").content
    assert [row[:3] for row in rows(below, "单位")][1:] == [["乙街道", "街道", "甲区"], ["丙社区", "社区", "乙街道"]]


def test_import_of_an_export_shows_that_nothing_would_change(office):
    seed_organisation(city=make_city(), at=AT)
    page = upload(office, office.get(BOOK).content)
    assert (page.context["anything"], page.context["problem_count"]) == (False, 0)
    assert "与现有数据完全一致" in page.content.decode()


def test_import_shows_what_would_change_and_writes_it_when_told(office):
    unit("甲局")
    content = office.get(BOOK).content
    Unit.objects.in_city(make_city()).update(name="乙局")
    page = upload(office, content)
    assert page.context["lines"][0] == {"sheet": "单位", "rows": "1", "new": "1", "changed": "0"}
    assert [one.name for one in units_in(make_city())] == ["乙局"]
    office.post(page.request["PATH_INFO"])
    assert [one.name for one in units_in(make_city())] == ["甲局", "乙局"]


def test_import_with_rows_that_cannot_be_used_lists_them_and_writes_nothing(office):
    street = unit("乙街道", "street", unit("甲区", "district"))
    content = office.get(f"{BOOK}?under={street.pk}").content
    Unit.objects.in_city(make_city()).filter(name="甲区").update(name="丁区")
    page = upload(office, content)
    here = page.request["PATH_INFO"]
    assert [(one.sheet, one.row, one.problem) for one in page.context["problems"]] == [("单位", 2, "没有这个单位")]
    assert rows(office.get(f"{here}errors/").content, "未用的行")[0][:4] == ["单位", 2.0, "上级单位", "甲区"]
    again = office.post(here, follow=True)
    assert "请看过现在的问题再写入" in again.content.decode()


def test_import_of_something_else_says_what_it_is(office):
    page = upload(office, b"%PDF-1.4")
    assert page.context["form"].errors["file"] == ["这是 PDF，不是工作簿：请上传 .xlsx、.xls 或 .ods 文件"]
    assert office.get(f"{BOOK}import/").status_code == 200


def test_import_of_a_file_that_is_too_large_says_how_large_it_may_be(office, settings):
    settings.UPLOAD_LIMIT_MEGABYTES = 0
    page = upload(office, b"x")
    assert page.context["form"].errors["file"] == ["文件有 0 MB，上限是 0 MB；请删去图片或分成几个文件"]


def test_workbook_is_given_to_readers_and_taken_from_those_who_keep_the_organisation(client):
    stored = "1"
    client.force_login(make_account(LEADER))
    answers = [client.get(f"{BOOK}{path}").status_code for path in ("", "import/", f"{stored}/", f"{stored}/errors/")]
    assert answers == [200, 403, 403, 403]


def test_people_and_posts_are_given_by_the_filter(office, client):
    where = unit("市城管局")
    for name in ("林松涛", "周知远"):
        person = add_person(city=make_city(), name=name, phone="13900000001", by=None, at=AT)
    begin_tenure(person=person, unit=where, title="局长", since=date(2026, 1, 1), by=None, at=AT)
    everybody = rows(office.get(f"/{HOME}/people/workbook/").content, "人员")
    assert [row[:4] for row in everybody] == [
        ["林松涛", "139****0001", "", ""],
        ["周知远", "139****0001", "市城管局", "局长"],
    ]
    assert [row[0] for row in rows(office.get(f"/{HOME}/people/workbook/?q=lst").content, "人员")] == ["林松涛"]
    make_account(LEADER)
    posts = f"/{HOME}/posts/workbook/"
    assert [row[1:4] for row in rows(office.get(posts).content, "岗位")] == [
        ["chen.yulan", "创建办工作人员", "全市"],
        ["gao.changming", "领导", "全市"],
    ]
    client.force_login(make_account(LEADER))
    assert [row[1] for row in rows(client.get(posts).content, "岗位")] == ["gao.changming"]
