"""The pages by which issues come in: from a phone, at a desk, out of a chat."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from tests.issues.cases import make_disposer, make_issue, make_minor
from tests.people import AUDITOR, CAST, DISTRICT, HOME, INSPECTOR, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import SQUARE, make_site
from wenming.issues.models import Issue, IssueDraft, IssuePaste, IssueStep
from wenming.issues.rules import reports_issues
from wenming.sites.rules import reports_at_sites

pytestmark = pytest.mark.django_db
BASE = f"/{HOME}/issues"


def client_of(person: Any = OFFICER) -> Client:
    client = Client()
    client.force_login(make_account(person))
    return client


def picture(name: str = "现场.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if content is None else content, content_type="image/jpeg")


def sent(**fields: Any) -> dict[str, Any]:
    """Return what a form sends."""
    return {"form": str(uuid.uuid4()), **fields}


def issues() -> list[Issue]:
    return list(Issue.objects.in_city(make_city()).order_by("pk"))


def test_report_from_a_phone_in_three_steps_makes_one_issue_however_often_it_is_sent():
    site, minor = make_site("001", "滨河广场"), make_minor(words=["垃圾"])
    client = client_of()
    page = client.get(f"{BASE}/report/")
    assert (page.status_code, page.context["form"].initial["form"] is not None) == (200, True)
    lat, lng = SQUARE
    data = sent(text="垃圾桶满溢", site=site.pk, place="滨河", minor=minor.pk, lat=lat, lng=lng, accuracy=8)
    first = client.post(f"{BASE}/report/", {**data, "photos": [picture(), picture("二.jpg")]})
    again = client.post(f"{BASE}/report/", {**data, "photos": [picture()]}, headers={"HX-Request": "true"})
    (issue,) = issues()
    done = f"{BASE}/report/{issue.number}/"
    assert (first["Location"], again.status_code, again["HX-Redirect"]) == (done, 204, done)
    assert (issue.site, issue.place, issue.minor, issue.accuracy, issue.source, issue.photos.count()) == (
        site, "滨河广场", minor, 8, "patrol", 2,
    )  # fmt: skip
    assert client.get(done).context["number"] == issue.number
    assert client_of(DISTRICT).get(done).status_code == 404


def test_report_without_words_takes_what_there_is_and_says_what_lacks():
    minor, client = make_minor(), client_of()
    empty = client.post(f"{BASE}/report/", sent())
    assert (empty.status_code, empty.context["errors"]) == (422, ["还没有内容：拍一张照片，或写一句话"])
    hx = client.post(f"{BASE}/report/", sent(photos=[picture(content=b"x")]), headers={"HX-Request": "true"})
    assert (hx.status_code, "照片：这个文件不是" in hx.content.decode()) == (200, True)
    many = client.post(f"{BASE}/report/", sent(photos=[picture(f"{n}.jpg") for n in range(10)]))
    assert many.context["errors"] == ["照片：一次最多 9 张照片，这次有 10 张；请去掉几张"]
    client.post(f"{BASE}/report/", sent(photos=[picture()]))
    client.post(f"{BASE}/report/", sent(any_minor=minor.pk, place="东门外"))
    assert [(one.text, one.place) for one in issues()] == [("见照片", ""), ("暴露垃圾", "东门外")]
    stopped = client.post(f"{BASE}/report/", sent(text="积水", minor="999"))
    assert stopped.context["errors"] == ["这个小类已经停用；请另选一个"]


def test_report_by_a_scanned_code_knows_the_place_also_for_who_sees_no_register():
    site, client = make_site("001", "滨河广场"), client_of(INSPECTOR)
    scanned = client.get(f"/{HOME}/q/{site.token}/")
    address = f"{BASE}/report/?token={site.token}"
    assert address in scanned.content.decode()
    assert client.get(address).context["site"]["name"] == "滨河广场"
    client.post(f"{BASE}/report/", sent(text="积水", token=site.token, place="喷泉边"))
    client.post(f"{BASE}/report/", sent(text="积水", token="none", place="喷泉边"))
    assert [(one.site, one.place, one.source) for one in issues()] == [
        (site, "喷泉边", "inspection"), (None, "喷泉边", "inspection"),
    ]  # fmt: skip


def test_ask_who_reports_at_a_site_gives_those_who_report_at_all():
    people = [make_account(person) for person in CAST]
    city = make_city()
    assert [reports_at_sites(one, city) for one in people] == [reports_issues(one, city) for one in people]
    assert client_of(AUDITOR).get(f"{BASE}/report/").status_code == 403


def test_look_beside_a_report_proposes_categories_and_what_it_repeats():
    make_minor(words=["垃圾"])
    light = make_minor("路灯不亮", code="05", words=["路灯"])
    for number in range(3):
        make_site(f"00{number}", f"广场{number}")
    master = make_issue(
        "垃圾桶满溢，地上有散落", site=make_site("010", "滨河广场"), photos=[("a.jpg", photo())], at=now()
    )
    client, (lat, lng) = client_of(), SQUARE
    query = f"text=垃圾桶满溢&lat={lat}&lng={lng}&accuracy=5"
    with assert_queries(7):
        shown = client.get(f"{BASE}/report/beside/?{query}").context
    assert [(chip["name"], chip["proposed"]) for chip in shown["chips"]] == [("暴露垃圾", True), ("路灯不亮", False)]
    assert [one["number"] for one in shown["alike"]] == [master.number]
    chosen = client.get(f"{BASE}/report/beside/?{query}&minor={light.pk}&same={master.number}").context
    assert [(chip["name"], chip["on"]) for chip in chosen["chips"]] == [("暴露垃圾", False), ("路灯不亮", True)]
    assert client.get(f"{BASE}/report/beside/?lat=1000&site=x").context["alike"] == []
    with assert_queries(5):
        places = client.get(f"{BASE}/report/places/?lat={lat}&lng={lng}&site=1").context
    assert (len(places["places"]), places["chosen"]) == (4, 1)
    found = client.get(f"{BASE}/report/places/?place=没有这里").context
    assert (found["places"], found["asked"]) == ([], True)


def test_say_that_a_report_is_the_same_joins_it_at_once_or_afterwards():
    site, client = make_site("001", "滨河广场"), client_of(DISTRICT)
    own = {"place": "", "site": "", "text": "垃圾桶满溢", "token": site.token}
    client.post(f"{BASE}/report/", sent(**own))
    (first,) = issues()
    client.post(f"{BASE}/report/", sent(**own, same=first.number))
    client.post(f"{BASE}/report/", sent(**own))
    _first, second, third = issues()
    assert (second.state, second.master, third.state, third.desk.name) == ("joined", first, "reported", "青石区")
    done = f"{BASE}/report/{third.number}/"
    assert [one["number"] for one in client.get(done).context["alike"]] == [first.number]
    client.post(done, {"same": "2026-01-9999"})
    client.post(done, {"same": third.number})
    assert Issue.objects.in_city(make_city()).get(pk=third.pk).state == "reported"
    client.post(done, {"same": first.number})
    assert client.get(done).context["joined"] == first.number


def test_enter_at_a_desk_files_and_dispatches_in_one_step():
    unit, site = make_disposer(), make_site("001", "滨河广场")
    minor = make_minor()
    client = client_of()
    assert client.get(f"{BASE}/new/").status_code == 200
    data = {"text": "垃圾桶满溢", "source": "hotline", "source_number": "H-1", "site": "001"}
    lacking = client.post(f"{BASE}/new/", sent(**data, do="file"))
    assert lacking.context["form"].errors == {"minor": ["立案前要先选小类"]}
    nobody = client.post(f"{BASE}/new/", sent(**data, do="dispatch", minor=minor.pk))
    assert list(nobody.context["form"].errors) == ["unit"]
    full = {**data, "minor": minor.pk, "unit": unit.name, "amount": 2, "amount_unit": "day", "reported_for": unit.name}
    done = client.post(f"{BASE}/new/", sent(**full, do="dispatch", photos=[picture()]))
    (issue,) = issues()
    assert done["Location"] == f"{BASE}/report/{issue.number}/"
    assert (issue.state, issue.unit, issue.limit_amount, issue.reported_for, issue.site) == (
        "dispatched", unit, 2, unit, site,
    )  # fmt: skip
    taken = client.post(f"{BASE}/new/", sent(**data))
    assert taken.context["form"].non_field_errors()[0].startswith("这个来源编号已经登记过")
    wrong = {"site": "没有", "area": "没有的单位", "node": "没有", "found_at": "2999-01-01T00:00", "unit": "市环卫所"}
    faults = (
        client.post(f"{BASE}/new/", sent(**{**data, **wrong}, helpers=f"{unit.name}、市环卫所")).context["form"].errors
    )
    assert sorted(faults) == ["area", "found_at", "helpers", "node", "site", "unit"]
    assert client_of(INSPECTOR).get(f"{BASE}/new/").status_code == 403


def test_enter_as_a_second_dispatcher_goes_on_only_from_the_own_desk():
    make_disposer()
    minor, client = make_minor(), client_of(DISTRICT)
    desk = client.get(f"{BASE}/new/").context["form"].fields["desk"]
    data = {"text": "积水", "source": "patrol", "minor": minor.pk, "unit": "市环卫处"}
    refused = client.post(f"{BASE}/new/", sent(**data, do="dispatch", desk=""))
    assert list(refused.context["form"].errors) == ["desk"]
    client.post(f"{BASE}/new/", sent(**data, do="dispatch", desk=desk.initial))
    (issue,) = issues()
    assert (issue.state, str(issue.desk_id)) == ("dispatched", desk.initial)


def test_look_beside_the_form_of_the_desk_proposes_sites_limits_and_what_it_repeats():
    unit, site = make_disposer(), make_site("001", "滨河广场")
    minor = make_minor(words=["垃圾"], filing_condition="满溢")
    minor.unit = unit
    minor.save()
    master = make_issue("垃圾桶满溢", site=site, at=now())
    query = f"text=垃圾桶满溢&site=滨河广场&minor={minor.pk}&node=1"
    client = client_of()
    with assert_queries(12):
        shown = client.get(f"{BASE}/new/beside/?{query}").context
    assert [hint["name"] for hint in shown["hints"]] == ["暴露垃圾"]
    assert shown["minor"] == {
        "name": "暴露垃圾", "filing": "满溢", "unit": "市环卫处", "urgent": False,
        "limits": [{"condition": "", "text": "4 工作时"}],
    }  # fmt: skip
    assert ([one["number"] for one in shown["alike"]], [place["name"] for place in shown["sites"]]) == (
        [master.number], ["滨河广场"],
    )  # fmt: skip


CHAT = "张三 9:12\n滨河广场垃圾桶满溢\n[图片]\n李四 9:20\n收到\n李四 9:21\n公厕积水，请市环卫处3日内"


def pasted(client: Client, text: str = CHAT, count: int = 2) -> IssuePaste:
    """Paste a chat on the page, and return what it became."""
    photos = [picture(f"{number}.jpg") for number in range(count)]
    client.post(f"{BASE}/paste/", sent(text=text, photos=photos))
    return IssuePaste.objects.in_city(make_city()).order_by("-pk")[0]


def test_paste_a_chat_shows_its_drafts_its_photos_and_what_was_not_used():
    make_disposer()
    make_site("001", "滨河广场")
    make_minor(words=["垃圾"])
    client = client_of()
    faults = client.post(f"{BASE}/paste/", sent(text="")).context["form"].errors
    assert list(faults) == ["text"]
    assert client.post(f"{BASE}/paste/", sent(text="张三 9:12\n收到")).status_code == 422
    broken = client.post(f"{BASE}/paste/", sent(text="积水", photos=[picture(content=b"x")]))
    assert list(broken.context["form"].errors) == ["photos"]
    found = pasted(client)
    with assert_queries(8):
        page = client.get(f"{BASE}/paste/{found.pk}/")
    assert [(card["text"], len(card["photos"])) for card in page.context["cards"]] == [
        ("滨河广场垃圾桶满溢", 1), ("公厕积水，请市环卫处3日内", 0),
    ]  # fmt: skip
    assert (len(page.context["loose"]), [rest["text"] for rest in page.context["facts"]["rests"]]) == (1, ["收到"])
    assert "张三" not in page.content.decode()
    assert client_of(DISTRICT).get(f"{BASE}/paste/{found.pk}/").status_code == 404
    assert [row["waiting"] for row in client.get(f"{BASE}/paste/").context["pastes"]] == [2]


def test_work_on_drafts_keeps_moves_drops_reports_and_joins_them():
    make_disposer()
    make_site("001", "滨河广场")
    make_minor(words=["垃圾"])
    client = client_of()
    found = pasted(client)
    first, second = found.drafts.order_by("first_line")
    said = {"text": "桶满", "site": "001", "minor": "", "unit": "", "limit_unit": "day"}
    card = f"{BASE}/drafts/{first.pk}/"
    hx = {"headers": {"HX-Request": "true"}}
    assert client.post(card, said, **hx).status_code == 204
    wrong = client.post(card, {**said, "unit": "没有的单位"}, **hx)
    assert "toast" in wrong["HX-Trigger"]
    page = client.post(card, {**said, "text": "", "do": "report"})
    assert (page.status_code, [bool(one["form"].errors) for one in page.context["cards"]]) == (422, [True, False])
    shot = found.photos.get(order=1)
    put = f"{BASE}/drafts/photos/{shot.pk}/put/"
    client.post(put, {"to": second.pk})
    assert client.get(f"{BASE}/drafts/photos/{shot.pk}/").getvalue()[:2] == b"\xff\xd8"
    client.post(f"{BASE}/paste/{found.pk}/lines/", {"line": "5"})
    client.post(f"{BASE}/paste/{found.pk}/lines/", {"line": "x"})
    client.post(f"{BASE}/paste/{found.pk}/photos/", {"photos": [picture()]})
    client.post(f"{BASE}/paste/{found.pk}/photos/", {"photos": [picture(content=b"x")]})
    client.post(f"{BASE}/paste/{found.pk}/photos/", {"photos": [picture(f"{n}.jpg") for n in range(61)]})
    assert (found.drafts.count(), found.photos.count()) == (3, 3)
    client.post(card, {"do": "drop"})
    client.post(card, {"do": "restore"})
    client.post(card, {**said, "do": "report"})
    (issue,) = issues()
    assert (issue.text, issue.photos.count(), issue.state) == ("桶满", 1, "reported")
    client.post(f"{BASE}/drafts/{second.pk}/same/", {"same": "2026-01-9999"})
    client.post(f"{BASE}/drafts/{second.pk}/same/", {"same": issue.number})
    assert (issues()[1].master, issues()[1].photos.count()) == (issue, 1)
    assert client.post(put, {"to": ""}).status_code == 302
    assert client_of(DISTRICT).get(f"{BASE}/drafts/photos/{shot.pk}/").status_code == 404
    assert client_of(DISTRICT).post(card, said).status_code == 404


def test_take_every_draft_reports_each_and_dispatches_one():
    make_disposer()
    client = client_of()
    found = pasted(client, "滨河广场垃圾桶满溢\n公厕积水，请市环卫处3日内", 0)
    first, second = found.drafts.order_by("first_line")
    said = {"text": second.text, "unit": "市环卫处", "minor": make_minor().pk, "limit_amount": 3, "limit_unit": "day"}
    client.post(f"{BASE}/drafts/{second.pk}/", {**said, "do": "dispatch"})
    client.post(f"{BASE}/paste/{found.pk}/all/")
    client.post(f"{BASE}/paste/{found.pk}/all/")
    assert [(one.text, one.state) for one in issues()] == [
        ("公厕积水，请市环卫处3日内", "dispatched"), ("滨河广场垃圾桶满溢", "reported"),
    ]  # fmt: skip
    assert {one.state for one in IssueDraft.objects.in_city(make_city())} == {"taken"}
    assert IssueStep.objects.in_city(make_city()).filter(action="dispatch").count() == 1
    assert first.pk
