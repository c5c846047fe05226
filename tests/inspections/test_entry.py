"""A round typed in by hand: rows kept one by one, faults beside the cell, removed and brought back, written like any other."""

import pytest

from tests.people import CAST, HOME, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT, make_edition, make_import, row
from wenming.inspections.actions import (
    NotPossibleError,
    add_row,
    remove_row,
    restore_row,
    start_entry,
    write_round,
)
from wenming.inspections.models import ImportRow, Observation, RoundImport
from wenming.inspections.queries import typed_rows

pytestmark = pytest.mark.django_db
START = f"/{HOME}/rounds/entry/"
CELLS = {
    "serial": "1",
    "name": "文明交通1",
    "site": "路口1",
    "area": "望河街道",
    "units": ["甲局、乙局"],
    "deduction": "0.2",
}


def officer():
    return make_account(OFFICER)


def make_entry():
    day = AT.date()
    edition = make_edition()
    return start_entry(
        city=make_city(), edition=edition, name="手录轮", starts_on=day, ends_on=day, by=officer(), at=AT
    )


def type_row(import_, number, *, fresh=True, **cells):
    return add_row(import_=import_, number=number, fresh=fresh, cells={**CELLS, **cells}, by=officer(), at=AT)


@pytest.fixture
def office(client):
    client.force_login(officer())
    return client


def test_typed_rows_are_written_as_a_round():
    import_ = make_entry()
    type_row(import_, 1)
    type_row(import_, 2, name="公共服务10", deduction="")
    type_row(import_, 3, name="没有这条")
    import_.refresh_from_db()
    with pytest.raises(NotPossibleError, match="problems"):
        write_round(import_=import_, partial=False, by=officer(), at=AT)
    round_ = write_round(import_=import_, partial=True, by=officer(), at=AT)
    rows = (
        Observation.objects.in_city(round_.city).order_by("row").values_list("sheet", "row", "milli", "units_written")
    )
    assert list(rows) == [("手工录入", 1, 800, "甲局、乙局"), ("手工录入", 2, 1000, "甲局、乙局")]
    assert round_.left_out == 1


def test_type_the_same_new_row_again_changes_nothing_and_another_one_gets_the_next_number():
    import_ = make_entry()
    first = type_row(import_, 1)
    assert type_row(import_, 1).pk == first.pk
    other = type_row(import_, 1, site="路口2")
    assert (other.row, other.pk != first.pk) == (2, True)


def test_change_a_typed_row_keeps_its_number():
    import_ = make_entry()
    type_row(import_, 1, deduction="差")
    changed = type_row(import_, 1, fresh=False, deduction="0.5")
    assert [(one.row, one.state, one.milli) for one in typed_rows(import_)] == [(1, "used", 500)]
    assert changed.kind == ""


def test_remove_a_typed_row_and_bring_it_back():
    import_ = make_entry()
    typed = type_row(import_, 1)
    type_row(import_, 2)
    assert remove_row(import_=import_, row=typed, by=officer(), at=AT).state == "skipped"
    import_.refresh_from_db()
    assert (import_.tally["used"], import_.tally["skipped"]) == (1, 1)
    assert restore_row(import_=import_, row=typed, by=officer(), at=AT).milli == 800
    remove_row(import_=import_, row=typed, by=officer(), at=AT)
    import_.refresh_from_db()
    assert write_round(import_=import_, partial=False, by=officer(), at=AT).left_out == 0


def test_type_into_an_import_from_a_file_is_refused():
    with pytest.raises(NotPossibleError, match="not_in_check"):
        type_row(make_import([row()]), 1)


def test_entry_page_keeps_rows_without_scripts(office):
    make_edition()
    form = {"standard": make_edition().pk, "name": "手录轮", "started_on": "2026-11-09", "ended_on": "2026-11-13"}
    assert office.post(START, {**form, "name": ""}).status_code == 422
    response = office.post(START, form)
    import_ = RoundImport.objects.in_city(make_city()).get()
    here = f"{START}{import_.pk}/"
    assert response["Location"] == here
    cells = {
        "number": "1",
        "fresh": "1",
        "name": "10.10 公共服务10",
        "site": "路口",
        "deduction": "很多",
        "units": "甲局",
    }
    assert office.post(f"{here}rows/", cells)["Location"] == f"{here}#row-1"
    page = office.get(here).content.decode()
    for words in ("公共服务10", "扣分“很多”不是数字", "1 行有错"):
        assert words in page, words
    row_ = ImportRow.objects.in_city(make_city()).get()
    office.post(f"{here}rows/{row_.pk}/", {})
    assert "已删去" in office.get(here).content.decode()
    office.post(f"{here}rows/{row_.pk}/", {"restore": "1"})
    office.post(f"{here}rows/", {**cells, "fresh": "", "deduction": "0.1"})
    assert "可写入 1 行" in office.get(here).content.decode()
    assert office.get(f"/{HOME}/rounds/import/{import_.pk}/")["Location"] == here
    preview = office.get(f"/{HOME}/rounds/import/{import_.pk}/preview/")
    assert (preview.status_code, "写入全部 1 行" in preview.content.decode()) == (200, True)


def test_entry_page_answers_htmx_with_the_row_alone(office):
    import_ = make_entry()
    here, htmx = f"{START}{import_.pk}/", {"HX-Request": "true"}
    answer = office.post(f"{here}rows/", {"number": "1", "fresh": "1", "name": "文明交通1"}, headers=htmx)
    assert (answer.status_code, answer.content.decode().count("<li")) == (200, 1)
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert office.post(f"{here}rows/", {"number": "2", "fresh": "1"}, headers=htmx).status_code == 204
    refused = office.post(f"{here}rows/", {"number": "2", "serial": "9" * 41}, headers=htmx)
    assert (refused.status_code, "没有保存" in refused.content.decode()) == (422, True)


def test_entry_before_any_standard_leads_to_the_standards(office):
    assert office.get(START)["Location"] == f"/{HOME}/standards/"


def test_entry_of_a_written_round_leads_on_and_one_from_a_file_does_not_exist(office):
    import_ = make_entry()
    type_row(import_, 1)
    import_.refresh_from_db()
    write_round(import_=import_, partial=False, by=officer(), at=AT)
    assert office.get(f"{START}{import_.pk}/")["Location"] == f"/{HOME}/rounds/import/{import_.pk}/"
    assert "已写入 1 行" in office.get(f"/{HOME}/rounds/import/{import_.pk}/").content.decode()
    assert office.get(f"/{HOME}/rounds/import/{import_.pk}/original/").status_code == 404
    assert office.get(f"{START}{make_import([row()]).pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_entry_page_sends_as_many_queries_however_many_rows(office, rows):
    import_ = make_entry()
    for number in range(1, rows + 1):
        type_row(import_, number)
    with assert_queries(6):
        assert office.get(f"{START}{import_.pk}/").status_code == 200


@pytest.mark.parametrize("person", [one for one in CAST if one is not OFFICER], ids=lambda one: one.username)
def test_entry_pages_for_anybody_but_the_office_are_closed(client, person):
    import_ = make_entry()
    typed = type_row(import_, 1)
    client.force_login(make_account(person))
    closed = 403 if person.role and person is not STRANGER else 404
    assert {client.get(f"{START}{page}").status_code for page in ("", f"{import_.pk}/")} == {closed}
    posts = ("", f"{import_.pk}/rows/", f"{import_.pk}/rows/{typed.pk}/")
    assert {client.post(f"{START}{page}").status_code for page in posts} == {closed}
