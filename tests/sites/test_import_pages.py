"""The pages of an import: upload, columns, questions and their answers, rehearsal, writing at once and by a job, what is not used."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people import AT, HOME, OFFICER, make_account, make_city
from tests.sites.places import SQUARE, make_site, make_type, make_unit
from tests.sites.tables import book, row, upload
from wenming.config.jobs import dispatch
from wenming.kernel.models import Event, JobRun
from wenming.kernel.tasks import run_job
from wenming.organisations.models import UnitAlias
from wenming.sites import actions
from wenming.sites.models import Site, SiteImport

pytestmark = pytest.mark.django_db
IMPORT = f"/{HOME}/sites/import/"
ROWS = [
    row(责任单位="环保局"),
    row(点位名称="一号公厕", 类型="公厕"),
    row(点位名称="坏的", 开放时间="看情况"),
    row(点位名称="老地方", 经度="114.091", 纬度="32.147"),
]


@pytest.fixture
def office(client):
    make_type()
    make_unit("市生态环境局", "department")
    client.force_login(make_account(OFFICER))
    return client


def send(office, content: bytes, name: str = "点位.xlsx"):
    return office.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def step(import_, name: str = "") -> str:
    return f"{IMPORT}{import_.pk}/{name}"


def say(office, import_, act: str, name: str = "", **more: str):
    answer = office.post(step(import_), {"act": act, "name": name, **more})
    assert answer.status_code == 302
    import_.refresh_from_db()
    return [one["kind"] for one in import_.reading["problems"]]


def columns_form(page) -> dict[str, str]:
    """Return the form of the columns as it stands on the page."""
    form = {}
    for sheet in page.context["sheets"]:
        form[f"type-{sheet['number']}"] = sheet["type"]
        form |= {f"used-{sheet['number']}": "1"} if sheet["used"] else {}
        for column in sheet["columns"]:
            form[column["field"]] = next(value for value, _label, chosen in column["choices"] if chosen)
    return form


def test_walk_through_the_import_writes_the_register(office):
    make_site("K1", "老广场", at=SQUARE)
    answer = send(office, book(ROWS))
    import_ = SiteImport.objects.in_city(make_city()).get()
    assert answer["Location"] == step(import_, "columns/")
    assert office.get(step(import_))["Location"] == step(import_, "columns/")
    assert office.get(step(import_, "preview/"))["Location"] == step(import_)
    page = office.get(step(import_, "columns/"))
    assert page.context["hint"] == ""
    form = columns_form(page)
    asked = office.post(step(import_, "columns/"), form)
    assert (asked.status_code, "还没有选择坐标系" in asked.content.decode()) == (422, True)
    assert office.post(step(import_, "columns/"), {**form, "datum": "wgs84"})["Location"] == step(import_)
    import_.refresh_from_db()
    page = office.get(step(import_))
    assert [one["name"] for one in page.context["types"]] == ["公厕"]
    assert page.context["units"][0]["near"] == []
    assert say(office, import_, "type:new", "公厕") == ["unknown_unit", "hours", "near"]
    say(office, import_, "alias:", "环保局", unit="没有局")
    assert "没有叫“没有局”的单位" in office.get(step(import_)).content.decode()
    assert say(office, import_, "alias:", "环保局", unit="市生态环境局") == ["hours", "near"]
    assert UnitAlias.objects.in_city(make_city()).get().name == "环保局"
    assert say(office, import_, "row:update", "点位!5") == ["hours"]
    preview = office.get(step(import_, "preview/"))
    assert (preview.context["usable"], preview.context["left_out"]) == (3, 1)
    assert [one["name"] for one in preview.context["new_types"]] == ["公厕"]
    assert [one["why"] for one in preview.context["reasons"]] == ["从“看情况”起看不懂"]
    assert office.post(step(import_, "write/"))["Location"] == step(import_)
    done = office.get(step(import_)).content.decode()
    assert "点位表已写入台账" in done
    names = Site.objects.in_city(make_city()).order_by("code").values_list("name", flat=True)
    assert list(names) == ["人民广场", "一号公厕", "老地方"]
    unused = openpyxl.load_workbook(io.BytesIO(office.get(step(import_, "errors/")).content)).active
    assert [cell.value for cell in unused[2]][:4] == ["点位", 4, "开放时间", "看情况"]
    assert office.post(step(import_, "write/")).status_code == 302
    assert "已经写入或放弃" in office.get(step(import_)).content.decode()


def test_answer_for_many_rows_at_once_and_take_it_back(office):
    kind = make_type()
    make_site("K1", "人民广场", at=None)
    import_ = upload(book([row(), row(点位名称="甲", 类型="广厕"), row(点位名称="乙", 责任单位="环保局")]))
    assert say(office, import_, "double:update") == ["unknown_type", "unknown_unit"]
    assert "已选：都是同一处" in office.get(step(import_)).content.decode()
    assert say(office, import_, "double:") == ["same_name", "unknown_type", "unknown_unit"]
    assert say(office, import_, "double:new") == ["unknown_type", "unknown_unit"]
    assert say(office, import_, f"type:{kind.pk}", "广厕") == ["unknown_unit"]
    assert say(office, import_, "unit:0", "环保局") == []
    assert say(office, import_, "row:skip", "点位!3") == ["skipped"]
    assert say(office, import_, "row:", "点位!3") == []
    assert say(office, import_, "nonsense") == []
    assert say(office, import_, "reset") == ["unknown_type", "unknown_unit"]


def test_accept_a_proposed_unit_with_one_click(office):
    unit = make_unit("市城市管理局", "department")
    import_ = upload(book([row(责任单位="市城市管里局")]))
    page = office.get(step(import_))
    assert page.context["units"][0]["near"] == [(unit.pk, "市城市管理局")]
    assert say(office, import_, f"alias:{unit.pk}", "市城市管里局") == []


def test_choose_columns_a_person_knows_better(office):
    content = book([("一", "公共广场", "114.1", "32.1")], head=("什么", "哪一类", "甲", "乙"))
    send(office, content)
    import_ = SiteImport.objects.in_city(make_city()).get()
    assert office.get(step(import_, "columns/")).context["hint"] == ""
    form = {"column-0-0": "name", "column-0-1": "type", "column-0-2": "lng", "column-0-3": "lng", "used-0": "1"}
    office.post(step(import_, "columns/"), {**form, "type-0": "", "datum": "gcj02"})
    import_.refresh_from_db()
    assert import_.mapping["sheets"]["点位"]["columns"] == ["name", "type", "lng", ""]
    assert [one["kind"] for one in import_.reading["problems"]] == ["position"]


def test_hint_at_a_datum_says_why(office):
    named = upload(book([("甲", "公共广场", "114.1,32.1")], head=("名称", "类型", "高德坐标")), datum="")
    assert "表头里写着" in office.get(step(named, "columns/")).context["hint"]
    for number in range(3):
        make_site(f"K{number}", at=(SQUARE[0] + number * 0.01, SQUARE[1]))
    rows = [row(编号=f"K{number}", 经度="114.096887", 纬度=str(32.145056 + number * 0.01)) for number in range(3)]
    known = upload(book(rows), datum="")
    assert "与台账里同一点位的位置比较" in office.get(step(known, "columns/")).context["hint"]


@pytest.mark.parametrize(("content", "name"), [(b"", "a.xlsx"), (b"%PDF-1.4 x", "a.pdf"), (b"\x89PNG", "a.csv")])
def test_upload_what_nobody_can_read_says_so_beside_the_file(office, content, name):
    answer = send(office, content, name)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_put_an_import_aside_and_get_the_files_around_it(office):
    content = book([row()])
    send(office, content)
    import_ = SiteImport.objects.in_city(make_city()).get()
    assert [one["name"] for one in office.get(IMPORT).context["drafts"]] == ["点位.xlsx"]
    assert b"".join(office.get(step(import_, "original/"))) == content
    assert office.get(f"{IMPORT}template/").status_code == 200
    assert office.post(step(import_, "drop/"))["Location"] == f"/{HOME}/sites/"
    assert office.get(step(import_)).status_code == 404


def test_write_a_large_register_by_a_job(office, settings):
    settings.IMPORT_AT_ONCE_ROWS = 1
    import_ = upload(book([row(), row(点位名称="二")]), by=make_account(OFFICER))
    office.post(step(import_, "write/"))
    import_.refresh_from_db()
    assert import_.state == "writing"
    assert office.get(step(import_, "columns/"))["Location"] == step(import_)
    assert "正在写入" in office.get(step(import_)).content.decode()
    assert office.get(step(import_), headers={"HX-Request": "true"}).templates[0].name == "sites/import_wait_state.html"
    assert office.post(step(import_)).status_code == 404
    event = Event.objects.in_city(make_city()).get(kind="site_import.writing_asked")
    dispatch(event.pk)
    run = JobRun.objects.get(event=event)
    JobRun.objects.filter(pk=run.pk).update(error="OSError: 28")
    assert "OSError: 28" in office.get(step(import_)).content.decode()
    assert run_job(run.pk) == "done"
    import_.refresh_from_db()
    assert (import_.state, Site.objects.in_city(make_city()).count()) == ("adopted", 2)


def test_go_back_to_the_check_leaves_the_late_job_nothing_to_do(office, settings):
    settings.IMPORT_AT_ONCE_ROWS = 0
    import_ = upload(book([row()]), by=make_account(OFFICER))
    actions.ask_site_writing(import_=import_, by=make_account(OFFICER), at=AT)
    assert office.post(step(import_, "reopen/"))["Location"] == step(import_)
    event = Event.objects.in_city(make_city()).get(kind="site_import.writing_asked")
    dispatch(event.pk)
    assert run_job(JobRun.objects.get(event=event).pk) == "done"
    assert Site.objects.in_city(make_city()).count() == 0
