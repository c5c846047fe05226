"""Pages of filings: the names are seen before anything is made, nothing is handed out before it is whole, and a folder can be checked."""

from __future__ import annotations

import argparse
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.materials.cases import HOUR, bring, campaign, file_for, make_item, make_requirement, report
from tests.people import AT, AUDITOR, HOME, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from wenming.config.cli import CannotDoError
from wenming.config.commands.filings import run_export
from wenming.config.commands.materials import run_verify
from wenming.kernel.models import Event, JobRun
from wenming.materials.actions import pass_material
from wenming.materials.models import Filing
from wenming.materials.tasks.filing import advance, check_asked, make_filing

pytestmark = pytest.mark.django_db
YEAR = 2026


def client(person: Any = OFFICER) -> Client:
    found = Client()
    found.force_login(make_account(person))
    return found


def url(rest: str = "") -> str:
    return f"/{HOME}/materials/filings/{rest}"


def text(response: Any) -> str:
    return response.content.decode()


def filed(at: Any = AT + 9 * HOUR) -> Filing:
    return make_filing(campaign=campaign(), year=YEAR, by=make_account(OFFICER), at=at)


def test_list_filings_asks_the_same_questions_however_many_there_are():
    bring(make_item(), "passed")
    filed()
    office = client()
    with assert_queries(6):
        page = text(office.get(url()))
    assert f"{YEAR} 年第 1 次" in page
    filed(AT + 10 * HOUR)
    filed(AT + 11 * HOUR)
    with assert_queries(6):
        office.get(url())
    assert client(AUDITOR).get(url()).status_code == 200
    assert [client(one).get(url()).status_code for one in (LIAISON, SUPERVISOR)] == [403, 403]


def test_look_at_the_names_before_anything_is_made():
    bring(make_item(make_requirement("长效办法", kind="report")), "passed")
    make_item(make_requirement("还没有的"))
    page = text(client().get(url("new/")))
    assert "01-01 1.1-(1)-01 说明报告.docx" in page
    assert "还没有的" in page
    page = text(client().get(url("new/"), {"year": YEAR, "template": "{unit}_{name}"}))
    assert "市环卫处_说明报告.docx" in page
    assert client().get(url("new/"), {"year": YEAR, "template": "{title}"}).status_code == 422
    assert not Filing.objects.in_city(make_city()).exists()


def test_ask_for_a_filing_waits_for_the_job_and_hands_out_nothing_before(django_capture_on_commit_callbacks):
    bring(make_item(), "passed")
    response = client().post(url("new/"), {"year": YEAR, "template": "{number} {name}", "padded": "on"})
    filing = Filing.objects.in_city(make_city()).get()
    assert response.url == url(f"{filing.pk}/")
    assert "正在汇编" in text(client().get(url(f"{filing.pk}/")))
    again = client().post(url("new/"), {"year": YEAR, "template": "{number} {name}"})
    assert "正在生成" in text(again)
    while not filing.parts.exists():
        filing = advance(filing, at=AT + 9 * HOUR)
    event = Event.objects.in_city(make_city()).order_by("-number").first()
    JobRun.objects.create(event=event, job="x", error="DamagedError: 甲.docx", attempts=1)
    part = text(client().get(url(f"{filing.pk}/"), headers={"HX-Request": "true"}))
    assert "已完成 2 步，共 3 步" in part
    assert "DamagedError: 甲.docx" in part
    assert "<html" not in part
    assert client().get(url(f"parts/{filing.parts.get().pk}/")).status_code == 404
    assert client().get(url(f"{filing.pk}/changes/")).status_code == 404
    while filing.made_at is None:
        filing = advance(filing, at=AT + 9 * HOUR)
    assert client().get(url(f"{filing.pk}/"), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    given = client(AUDITOR).get(url(f"parts/{filing.parts.get(order=1).pk}/"))
    assert b"".join(given.streaming_content).startswith(b"PK")


def test_see_what_changed_as_a_page_and_a_workbook():
    requirement = make_requirement()
    bring(make_item(requirement), "passed")
    filed()
    # what comes before it in the year moves the other one on
    earlier = make_item(requirement, period=date(YEAR, 10, 1))
    file_for(earlier, report("十月做了别的事，清理 12 处。"))
    pass_material(item=earlier, by=make_account(OFFICER), at=AT + HOUR)
    second = filed(AT + 10 * HOUR)
    page = text(client().get(url(f"{second.pk}/changes/")))
    assert "下载增补包" in page
    assert "第 2 次比第 1 次" in page
    content = client().get(url(f"{second.pk}/changes/export/"), {"since": 1}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=3, values_only=True))
    assert {row[0] for row in rows} == {"新增", "替换", "改名"}
    third = filed(AT + 11 * HOUR)
    page = text(client().get(url(f"{third.pk}/changes/"), {"since": 2}))
    assert "比第 1 次" in page
    assert client().get(url(f"{third.pk}/")).status_code == 200


def test_check_and_close_a_year_shows_it_in_the_archive():
    bring(make_item(), "passed")
    filing = filed()
    client().post(url(f"{filing.pk}/check/"))
    check_asked(Event.objects.in_city(make_city()).get(kind="filing.check_asked"))
    assert "全部相符" in text(client().get(url(f"{filing.pk}/")))
    assert "还没有归档" in text(client().get(url("archive/")))
    assert client().post(url(f"{filing.pk}/close/")).status_code == 302
    page = text(client(AUDITOR).get(url("archive/")))
    assert filing.parts.get(order=1).file.sha256 in page


def test_a_filing_that_is_behind_is_not_closed():
    bring(make_item(), "passed")
    filing = filed()
    bring(make_item(make_requirement("后来的")), "passed")
    assert "要归档，请先重新导出" in text(client().get(url(f"{filing.pk}/")))
    filing.faults = ["甲.zip"]
    filing.save()
    assert "从备份恢复" in text(client().get(url(f"{filing.pk}/")))


def test_export_and_verify_a_folder(tmp_path: Path, capsys):
    bring(make_item(), "passed")
    facts = {"city": HOME, "year": YEAR, "number": None, "json": True}
    with pytest.raises(CannotDoError, match="还没有导出过"):
        run_export(argparse.Namespace(**facts, to=tmp_path / "a"))
    filing = filed()
    assert run_export(argparse.Namespace(**{**facts, "number": 1}, to=tmp_path / "a")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["files"], answer["digest"]) == (6, filing.digest)
    with pytest.raises(CannotDoError, match="已经有文件"):
        run_export(argparse.Namespace(**facts, to=tmp_path / "a"))
    assert run_export(argparse.Namespace(**{**facts, "json": False}, to=tmp_path / "b")) == 0
    verify = argparse.Namespace(folder=tmp_path / "b", json=False)
    assert run_verify(verify) == 0
    assert "5 个文件全部相符" in capsys.readouterr().out
    paper = next((tmp_path / "b").rglob("01-01*.docx"))
    paper.write_bytes(b"x")
    (tmp_path / "b" / "00 目录.docx").unlink()
    (tmp_path / "b" / "多的.txt").write_text("x")
    assert run_verify(argparse.Namespace(folder=tmp_path / "b", json=True)) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "files": 5, "missing": ["00 目录.docx"], "changed": [paper.relative_to(tmp_path / "b").as_posix()], "extra": ["多的.txt"],
    }  # fmt: skip
    assert run_verify(verify) == 1
    assert "3 处不符" in capsys.readouterr().out


def test_verify_what_is_no_filing_says_so(tmp_path: Path):
    verify = argparse.Namespace(folder=tmp_path, json=False)
    with pytest.raises(CannotDoError, match="打不开"):
        run_verify(verify)
    for listed in ("[", '{"files": [{"path": "../x", "sha256": ""}]}', '{"files": 3}'):
        (tmp_path / "校验清单.json").write_text(listed, encoding="utf-8")
        with pytest.raises(CannotDoError, match="不是校验清单"):
            run_verify(verify)


def test_export_a_damaged_filing_says_which_file(tmp_path: Path):
    bring(make_item(), "passed")
    filing = filed()
    part = filing.parts.get(order=1)
    part.manifest[-1][1] = "0" * 64
    part.save()
    with pytest.raises(CannotDoError, match="已经损坏"):
        run_export(argparse.Namespace(city=HOME, year=YEAR, number=None, json=False, to=tmp_path))


def test_a_damaged_paper_stops_the_filing_and_names_it():
    from wenming.kernel.adapters.stores import path_of
    from wenming.materials.exports.filing.zips import DamagedError

    item = bring(make_item(), "passed")
    (row,) = item.versions.get().papers.select_related("paper__file")
    place = path_of(make_city().slug, row.paper.file.sha256)
    place.write_bytes(b"x")
    with pytest.raises(DamagedError, match="说明报告"):
        filed()
    place.unlink()
    filing = Filing.objects.in_city(make_city()).get()
    with pytest.raises(DamagedError):
        advance(filing, at=AT)
