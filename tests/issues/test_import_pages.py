"""The wizard of tables of issues: from the upload to the ledger, its questions, and what is around it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.issues.cases import make_disposer, make_issue, make_minor
from tests.issues.test_ledger_imports import make_units
from tests.issues.workbooks import plain_table
from tests.people import OFFICER, make_account, make_city
from wenming.issues.models import Issue, LedgerImport, ListMapping

pytestmark = pytest.mark.django_db
HEADS = ("案卷编号", "问题描述", "点位", "责任单位", "类别", "时限", "来源", "销号", "联系电话")


@pytest.fixture
def office(client):
    make_disposer()
    client.force_login(make_account(OFFICER))
    return client


def upload(client, rows, heads=HEADS, name="城管案卷.xlsx", **more):
    file = SimpleUploadedFile(name, plain_table(heads, rows))
    return client.post(reverse("issues:import", args=[make_city().slug]), {"file": file, **more})


def at(name, ledger):
    return reverse(f"issues:import_{name}", args=[make_city().slug, ledger.pk])


def say(client, ledger, act, name="", **more):
    return client.post(at("check", ledger), {"act": act, "name": name, **more})


def columns(client, ledger, source):
    sheet = ledger.mapping["sheets"]["清单"]
    fields = {f"column-0-{place}": name for place, name in enumerate(sheet["columns"])}
    return client.post(at("columns", ledger), {"source": source, "used-0": "1", **fields})


CASES = [
    ("C-1", "一", "东门", "环卫处处", "垃圾", "立行立改", "天上", "是", "13912345678"),
    ("C-2", "二", "东门", "管理局甲", "", "11.30", "", "", ""),
    ("C-3", "三", "", "", "", "尽快", "", "", ""),
    ("", "老问题", "东门", "", "", "", "", "", ""),
    ("", "老问题", "东门", "", "", "", "", "", ""),
    ("C-6", "", "", "", "", "", "", "", ""),
]


QUESTIONS = (
    "认不出的单位", "没有的小类", "认不出的来源", "要问清的时限和日期", "可能是同一件：2 行", "没有写年份的全部是",
)  # fmt: skip


def answer_everything(office, ledger, units, minor):
    say(office, ledger, "alias:", "环卫处处", typed="市环卫处")
    say(office, ledger, "alias:", "管理局甲", typed="没有的局")
    say(office, ledger, f"alias:{units['市城市管理局'].pk}", "管理局甲")
    say(office, ledger, f"minor:{minor.pk}", "垃圾")
    say(office, ledger, "source:citizen", "天上")
    say(office, ledger, "term:", "立行立改", typed="马上")
    say(office, ledger, "term:2工作时", "立行立改")
    say(office, ledger, "year:2026")
    say(office, ledger, "term:none", "尽快")
    assert "已销号但没有日期：1 行" in office.get(at("check", ledger)).content.decode()
    say(office, ledger, "closing:today")
    say(office, ledger, "row:skip", "清单!6")
    say(office, ledger, "row:new", "清单!5")


def assert_next_file_asks_nothing(office):
    # the next file of this source: one click to the preview, one to write
    known = ListMapping.objects.in_city(make_city()).get()
    again = upload(
        office, [("C-9", "九", "", "环卫处处", "垃圾", "立行立改", "天上", "", "")], name="下周.xlsx", known=known.pk
    )
    after = LedgerImport.objects.in_city(make_city()).latest("pk")
    assert again.url == at("preview", after)


def test_walk_through_the_import_asks_once_and_writes_by_a_job(office):
    from wenming.issues.tasks.ledgers import write_asked_ledger

    units, minor = make_units(), make_minor("暴露垃圾")
    make_issue("老问题", place="东门")
    assert upload(office, [], ()).status_code == 422
    to = upload(office, CASES)
    ledger = LedgerImport.objects.in_city(make_city()).get()
    assert to.url == at("columns", ledger)
    page = office.get(to.url).content.decode()
    assert "个人信息，不保存" in page
    assert '<option value="city_management" selected>' in page
    assert columns(office, ledger, "").status_code == 422
    assert columns(office, ledger, "city_management").url == at("check", ledger)
    page = office.get(at("check", ledger)).content.decode()
    assert [text for text in QUESTIONS if text not in page] == []
    answer_everything(office, ledger, units, minor)
    page = office.get(at("check", ledger)).content.decode()
    assert "认不出的单位" not in page
    ledger.refresh_from_db()
    assert [ledger.reading[name] for name in ("rows", "new", "left")] == [6, 4, 2]
    assert ledger.answers["terms"] == {"立行立改": "2工作时", "11.30": "2026-11-30", "尽快": "none"}
    preview = office.get(at("preview", ledger)).content.decode()
    assert "写入 4 件问题" in preview
    office.post(at("keep", ledger), {"name": "城管周报"})
    assert office.post(at("write", ledger)).url == at("check", ledger)
    assert "0 / 4" in office.get(at("check", ledger), headers={"HX-Request": "true"}).content.decode()
    assert office.post(at("check", ledger)).status_code == 404
    ledger.refresh_from_db()
    write_asked_ledger(ledger.work)
    write_asked_ledger(ledger.work)
    assert "已写入台账：4 件" in office.get(at("check", ledger)).content.decode()
    assert (
        Issue.objects.in_city(make_city()).filter(source="citizen", state="closed", unit=units["市环卫处"]).count() == 1
    )
    assert_next_file_asks_nothing(office)


@pytest.mark.counted
def test_take_answers_back_drop_and_reopen_leave_the_ledger_as_it_was(office):
    make_units()
    upload(office, [("C-1", "一", "", "市环卫处", "", "立行立改", "", "", "")])
    ledger = LedgerImport.objects.in_city(make_city()).get()
    assert office.get(at("check", ledger)).url == at("columns", ledger)
    columns(office, ledger, "own")
    say(office, ledger, "term:4工作时", "立行立改")
    say(office, ledger, "doubles:new")
    say(office, ledger, "doubles:nonsense")
    say(office, ledger, "reset")
    ledger.refresh_from_db()
    assert ledger.answers == {"terms": {}, "units": {}, "minors": {}, "sources": {}, "rows": {}, "doubles": "new"}
    assert office.get(at("errors", ledger)).status_code == 200
    assert b"".join(office.get(at("original", ledger)).streaming_content).startswith(b"PK")
    assert office.get(reverse("issues:import_template", args=[make_city().slug])).status_code == 200
    office.post(at("write", ledger))
    assert office.get(at("check", ledger)).status_code == 200
    say(office, ledger, "term:4工作时", "立行立改")
    office.post(at("write", ledger))
    assert office.get(at("columns", ledger)).url == at("check", ledger)
    assert office.get(at("preview", ledger)).url == at("check", ledger)
    office.post(at("drop", ledger))
    office.post(at("reopen", ledger))
    assert "没做完的导入" in office.get(reverse("issues:import", args=[make_city().slug])).content.decode()
    office.post(at("drop", ledger))
    assert office.get(at("check", ledger)).status_code == 404
    assert not Issue.objects.in_city(make_city()).exists()
