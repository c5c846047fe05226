"""Pages of papers: the bulletin in two clicks, chosen issues, other words, the number that came back, files and pages."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.issues.cases import bring, make_disposer, make_issue
from tests.people import HOME, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.pictures import photo
from wenming.documents.adapters import typesetter
from wenming.issues.models import IssuePaper, PaperVersion

pytestmark = pytest.mark.django_db
LIST = f"/{HOME}/issues/papers/"


def signed_in(person) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(make_account(person))
    return client


def newest() -> IssuePaper:
    """Return the newest paper."""
    return IssuePaper.objects.in_city(make_city()).order_by("-pk").first()


def test_make_the_bulletin_leads_to_its_file_or_to_its_page():
    client = signed_in(OFFICER)
    make_issue()
    assert client.get(f"{LIST}weekly/").status_code == 200
    sent = client.post(f"{LIST}weekly/", {"download": "1"}, follow=True)
    assert sent["Content-Disposition"].startswith('attachment; filename="paper.docx"; filename*=UTF-8')
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(sent.content)).namelist()
    again = client.post(f"{LIST}weekly/", {"week": newest().begins_on.isoformat()})
    assert (again.status_code, again.url, newest().version) == (302, f"{LIST}{newest().pk}/", 2)
    number = {"number": "清〔2026〕1号", "issued_on": "2026-11-02"}
    assert client.post(f"{LIST}{newest().pk}/number/", number).status_code == 302
    refused = client.post(f"{LIST}weekly/", {"download": "1"}, follow=True).content.decode()
    assert "这份公文已登记印发，不能再改" in refused
    assert "这一周的通报已印发" in refused


def test_make_a_paper_of_chosen_issues_says_what_is_wrong_with_the_choice():
    client = signed_in(OFFICER)
    ours, theirs = (bring(make_issue(), "dispatched", unit=make_disposer(name)) for name in ("市环卫处", "市园林处"))
    nobody = make_issue()
    choice = {"kind": "supervision", "issue": [ours.number, theirs.number]}
    for changes, words in (
        ({"issue": []}, "请至少勾选一件问题"), ({}, "一份督办单或整改通知书只发给一个单位"), ({"issue": [nobody.number]}, "没有责任单位"),
    ):  # fmt: skip
        page = client.post(f"{LIST}new/", {**choice, **changes})
        assert (page.status_code, words in page.content.decode()) == (422, True)
    shown = client.get(f"{LIST}new/?unit={ours.unit_id}&kind=slides").content.decode()
    assert (ours.number in shown, theirs.number in shown) == (True, False)
    assert 'value="slides" checked' in shown
    for kind in ("slides", "rectification"):
        made = client.post(f"{LIST}new/", {"kind": kind, "issue": [ours.number]})
        assert (made.status_code, newest().kind) == (302, kind)


def test_open_papers_of_every_kind_shows_pages_and_gives_files():
    client = signed_in(OFFICER)
    issue = bring(make_issue(photos=[("a.jpg", photo())]), "dispatched")
    for kind in ("supervision", "slides"):
        client.post(f"{LIST}new/", {"kind": kind, "issue": [issue.number]})
    for kind in ("brief", "morning"):
        assert client.post(f"{LIST}new/{kind}/").status_code == 302
    assert client.post(f"{LIST}new/nothing/").status_code == 404
    found = {one.kind: one for one in IssuePaper.objects.in_city(make_city())}
    starts = {"docx": b"PK", "pdf": b"%PDF", "pptx": b"PK", "png": b"\x89PNG"}
    kinds = {"supervision": ("docx", "pdf"), "brief": ("docx", "pdf"), "slides": ("pptx", "pdf"), "morning": ("png",)}
    for kind, endings in kinds.items():
        address = f"{LIST}{found[kind].pk}/"
        assert f"{address}versions/1/pages/1/" in client.get(address).content.decode()
        for ending in endings:
            assert client.get(f"{address}versions/1/{ending}/").content.startswith(starts[ending])
        page = client.get(f"{address}versions/1/pages/1/")
        assert (page.content[:4], page["Cache-Control"]) == (b"\x89PNG", "private, no-cache")
        assert client.get(f"{address}versions/1/pages/1/", headers={"if-none-match": page["ETag"]}).status_code == 304
        for wrong in ("versions/1/exe/", "versions/2/pages/1/", "versions/1/pages/99/", "scan/"):
            assert client.get(f"{address}{wrong}").status_code == 404
        assert client.post(f"{address}remake/").status_code == 302
    # slides and pictures have no words to edit
    assert client.get(f"{LIST}{found['slides'].pk}/edit/").status_code == 302


def test_edit_a_paper_numbers_headings_anew_and_keeps_the_table_where_its_mark_stands():
    client = signed_in(OFFICER)
    issue = bring(make_issue(), "dispatched")
    client.post(f"{LIST}new/", {"kind": "supervision", "issue": [issue.number]})
    address = f"{LIST}{newest().pk}/edit/"
    form = client.get(address).context["form"]
    text = form.initial["text"]
    assert text.splitlines()[1:3] == ["# 督办事项", "〔表1〕"]
    sent = {**form.initial, "text": "# 新的一节\n" + text.replace("〔表2〕", "〔表9〕")}
    assert client.post(address, {**sent, "title": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    version = PaperVersion.objects.in_city(make_city()).get(number=2)
    blocks = version.content["paper"]["blocks"]
    heads = [block["text"] for block in blocks if block["kind"] == "h1"]
    assert heads == ["一、新的一节", "二、督办事项", "三、整改要求", "四、反馈方式"]
    assert sum(block["kind"] == "table" for block in blocks) == 1
    assert newest().title == "督办单（市环卫处，1件）"
    client.post(address, {**sent, "title": "关于\r\n督办的通知"})
    assert newest().title == "关于督办的通知"


def test_keep_the_number_that_came_back_shows_it_on_the_paper():
    client = signed_in(OFFICER)
    issue = bring(make_issue(), "dispatched")
    client.post(f"{LIST}new/", {"kind": "supervision", "issue": [issue.number]})
    address = f"{LIST}{newest().pk}/"
    facts = {"number": "清督〔2026〕3号", "issued_on": "2026-11-03", "signer": "何"}
    for name, words in (("签发件.exe", "只收 PDF"), ("", "")):
        scan = {"scan": SimpleUploadedFile(name, b"%PDF-1.7")} if name else {"number": ""}
        page = client.post(f"{address}number/", {**facts, **scan})
        assert (page.status_code, words in page.content.decode()) == (422, True)
    large = SimpleUploadedFile("签发件.pdf", b"0" * (20 * 1024 * 1024 + 1))
    assert "文件超过 20 MB" in client.post(f"{address}number/", {**facts, "scan": large}).content.decode()
    scan = SimpleUploadedFile("签发件.pdf", b"%PDF-1.7")
    assert client.post(f"{address}number/", {**facts, "scan": scan}).status_code == 302
    assert b"".join(client.get(f"{address}scan/").streaming_content) == b"%PDF-1.7"
    word = zipfile.ZipFile(io.BytesIO(client.get(f"{address}versions/1/docx/").content)).read("word/document.xml")
    assert "编号：清督〔2026〕3号" in word.decode()
    for step in ("edit/", "number/"):
        assert client.get(f"{address}{step}").status_code == 302
    remade = client.post(f"{address}remake/", follow=True).content.decode()
    assert "这份公文已登记印发，不能再改" in remade


def test_list_papers_takes_as_many_queries_for_three_as_for_one():
    client = signed_in(OFFICER)
    issue = bring(make_issue(), "dispatched")
    assert "还没有公文" in client.get(LIST).content.decode()
    for _round in range(2):
        client.post(f"{LIST}new/", {"kind": "supervision", "issue": [issue.number]})
        with assert_queries(4):
            client.get(LIST)
        client.post(f"{LIST}new/", {"kind": "slides", "issue": [issue.number]})
    found = client.get(f"{LIST}?kind=slides&state=draft&q=问题清单").content.decode()
    assert found.count("<tr>") == 3
    assert "没有符合条件的公文" in client.get(f"{LIST}?q=没有").content.decode()


def test_open_a_paper_without_a_font_says_which_package_brings_one(monkeypatch):
    client = signed_in(OFFICER)
    issue = bring(make_issue(), "dispatched")
    client.post(f"{LIST}new/", {"kind": "supervision", "issue": [issue.number]})
    address = f"{LIST}{newest().pk}/"

    monkeypatch.setattr(typesetter, "_known", lambda _folder: (None, frozenset()))
    assert "请安装 fonts-noto-cjk" in client.get(address).content.decode()
    assert "请安装 fonts-noto-cjk" in client.get(f"{address}versions/1/pdf/", follow=True).content.decode()
    assert client.get(f"{address}versions/1/pages/1/").status_code == 404


def test_open_papers_as_a_leader_reads_and_changes_nothing():
    client = signed_in(LEADER)
    make_account(OFFICER)
    assert client.get(LIST).status_code == 200
    assert [client.get(f"{LIST}{step}/").status_code for step in ("weekly", "new")] == [403, 403]
