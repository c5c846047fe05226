"""Issues out of the house: workbooks that read back, texts for a chat, tables in Word, long pictures."""

import io
import zipfile

import docx
import pytest
from django.urls import reverse
from PIL import Image

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.issues.test_ledger_imports import checked, opened, written
from tests.people import AT, LIAISON, OFFICER, make_account, make_city
from wenming.issues.seeds.pictures import street_photo

pytestmark = pytest.mark.django_db


FRIDAY = AT - 72 * HOUR


def three_issues():
    """Return a reported, a dispatched and a closed issue; the closed one has photos of before and after."""
    from tests.people import SUPERVISOR
    from wenming.issues.actions import answer_issue, verify_issue

    make_issue("无主的问题", place="西门", source="hotline", source_number="H-9", minor=None, at=FRIDAY)
    bring(make_issue("垃圾桶满溢", place="东门", at=FRIDAY), "dispatched", at=FRIDAY)
    photos = [("a.jpg", street_photo("a", dirty=True)), ("b.jpg", street_photo("b", dirty=True))]
    issue = bring(make_issue("乱堆物", place="北门", photos=photos, at=FRIDAY), "dispatched", at=FRIDAY)
    after = [("c.jpg", street_photo("a", dirty=False))]
    issue = answer_issue(issue=issue, text="已清走", photos=after, by=make_account(LIAISON), at=FRIDAY + 3 * HOUR)
    return verify_issue(issue=issue, passed=True, by=make_account(SUPERVISOR), at=FRIDAY + 4 * HOUR)


def everything():
    from wenming.issues.queries.issues import issues_in

    return issues_in(make_city()).order_by("reported_at", "pk")


def facts():
    """Return what a ledger says of every issue, without numbers."""
    from wenming.issues.queries.exports import in_portions

    return [
        (
            issue.text, issue.place, issue.source, issue.source_number, issue.state, issue.unit and issue.unit.name,
            issue.minor and issue.minor.name, (issue.limit_amount, issue.limit_unit), found.helpers, found.answer,
            {moment: len(photos) for moment, photos in found.photos.items()}, issue.closed_at and issue.closed_at.replace(second=0),
        )
        for issue, found in in_portions(make_city(), everything(), photos=True)
    ]  # fmt: skip


def test_export_and_import_again_changes_nothing_here_and_gives_the_same_elsewhere():
    from wenming.issues.exports.ledgers import ledger_workbook
    from wenming.issues.models import ImportedIssue, Issue, IssueHelper, IssuePhoto, IssueStep, LimitPause

    three_issues()
    before = facts()
    content = ledger_workbook(make_city(), everything(), pictures=True)
    same = checked(opened(content))
    assert [same.reading[name] for name in ("rows", "new", "same", "left")] == [3, 0, 3, 0]
    assert [same.reading[name] for name in ("pictures", "pictures_used")] == [3, 3]
    for model in (ImportedIssue, LimitPause, IssueHelper, IssuePhoto, IssueStep, Issue):
        model.objects.in_city(make_city()).delete()
    again = checked(opened(content))
    assert again.reading["problems"] == []
    written(again)
    assert facts() == before


def test_export_a_text_gives_number_place_and_link_by_unit(client):
    city = make_city()
    three_issues()
    client.force_login(make_account(OFFICER))
    address = reverse("issues:export_text", args=[city.slug])
    page = client.get(f"{address}?state=all").content.decode()
    numbers = list(everything().values_list("number", flat=True))
    assert [number in page for number in numbers] == [True] * 3
    assert f"/{city.slug}/issues/{numbers[1]}/" in page
    assert "【交办】市环卫处：2 件" in page
    assert "垃圾桶满溢" not in page
    one = client.get(f"{address}?numbers={numbers[1]}", headers={"HX-Request": "true"}).content.decode()
    assert f"【交办】{numbers[1]} 东门，责任单位：市环卫处，时限：10月30日" in one
    assert "<html" not in one
    assert "垃圾桶满溢" in client.get(f"{address}?state=all&full=on").content.decode()
    client.force_login(make_account(LIAISON))
    theirs = client.get(f"{address}?state=all&full=on").content.decode()
    assert "垃圾桶满溢" not in theirs
    assert numbers[0] not in theirs


def test_export_files_hold_what_the_filter_asks_for(client, monkeypatch):
    from wenming.issues.exports import ledgers, pictures

    city = make_city()
    issue = three_issues()
    client.force_login(make_account(OFFICER))
    at = {name: reverse(f"issues:export_{name}", args=[city.slug]) for name in ("workbook", "table", "picture", "ask")}
    hub = client.get(reverse("issues:export", args=[city.slug]) + "?state=closed").content.decode()
    assert "1 件" in hub
    word = docx.Document(io.BytesIO(client.get(f"{at['table']}?state=closed").content))
    assert [cell.text for cell in word.tables[0].rows[0].cells] == [
        "序号",
        "编号、位置",
        "问题描述",
        "整改前",
        "整改后",
        "整改情况",
    ]
    assert word.tables[0].rows[1].cells[2].text == issue.text
    assert len(word.inline_shapes) == 3
    drawn = client.get(f"{at['picture']}?state=closed&full=on")
    with Image.open(io.BytesIO(drawn.content)) as opened_picture:
        assert (opened_picture.format, opened_picture.width) == ("PNG", 1080)
    book = client.get(f"{at['workbook']}?state=closed&pictures=on").content
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert sum(name.startswith("xl/media/") for name in archive.namelist()) == 3
    # nothing to give, and more than fits: back to the ways out, with a word
    assert client.get(f"{at['table']}?q=nichts").status_code == 302
    monkeypatch.setattr(ledgers, "AT_ONCE", 1)
    monkeypatch.setattr(pictures, "MOST", 1)
    assert client.get(f"{at['workbook']}?state=all").status_code == 302
    assert client.get(f"{at['picture']}?state=all").status_code == 302


def test_export_a_long_ledger_by_a_job_gives_a_file_to_who_asked(client):
    from wenming.issues.models import LedgerExport
    from wenming.issues.tasks.ledgers import write_asked_export

    city = make_city()
    three_issues()
    client.force_login(make_account(OFFICER))
    asked = client.post(reverse("issues:export_ask", args=[city.slug]) + "?state=all")
    export = LedgerExport.objects.in_city(city).get()
    assert asked.url == reverse("issues:export_wait", args=[city.slug, export.pk])
    assert client.get(reverse("issues:export_file", args=[city.slug, export.pk])).url == asked.url
    assert "正在生成" in client.get(asked.url).content.decode()
    write_asked_export(export.work)
    write_asked_export(export.work)
    assert "已经写好" in client.get(asked.url, headers={"HX-Request": "true"}).content.decode()
    content = b"".join(client.get(reverse("issues:export_file", args=[city.slug, export.pk])).streaming_content)
    assert checked(opened(content)).reading["same"] == 3
    client.force_login(make_account(LIAISON))
    assert client.get(asked.url).status_code == 404


def test_open_the_template_gives_heads_that_the_import_knows():
    from wenming.issues.exports.ledgers import ledger_template

    make_disposer()
    make_minor()
    ledger = opened(ledger_template())
    columns = ledger.mapping["sheets"]["问题台账"]["columns"]
    assert [name for name in columns if not name] == [""]
    assert len(set(columns)) == len(columns)
