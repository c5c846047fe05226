"""The pages of findings: who sees them, what they say, what people say of them; the request to the unit."""

import io
import json

import openpyxl
import pytest

from tests.evidence.proofs import findings, look, place, repair, report
from tests.evidence.scenes import ATTACKS, jpeg, scene
from tests.issues.cases import HOUR
from tests.people import AT, HOME, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.sites.places import make_site
from wenming.config.cli import main
from wenming.evidence import actions
from wenming.evidence.actions import NotPossibleError
from wenming.evidence.models import Evidence, Finding, RiskWeight
from wenming.evidence.queries import risk_of
from wenming.evidence.queries.risk import USUAL
from wenming.kernel.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.counted]
LIST = f"/{HOME}/evidence/"
FIRST, SECOND = "2026-11-0001", "2026-11-0002"


def make_evidence(moment="after", matter=FIRST, **facts):
    """Return a photo as evidence whose files are those of the first photo there is."""
    known = Evidence.objects.in_city(make_city()).order_by("pk").first()
    shown = {name: getattr(known, name) for name in ("file", "large", "small", "bytes_sha256")}
    return Evidence.objects.create(city=make_city(), moment=moment, matter=matter, at=AT, **shown, **facts)


@pytest.fixture
def found():
    """Two repairs that sent one photo: (the finding, the second issue)."""
    repair(report(1), place(11))
    issue = repair(report(2, at=AT + 24 * HOUR), place(11))
    late = issue.photos.get(moment="after").evidence
    early = Evidence.objects.in_city(make_city()).get(matter=FIRST, moment="after")
    finding = Finding.objects.create(
        city=make_city(), evidence=late, other=early, kind="same_bytes", distance=0, found_at=AT
    )
    return finding, issue


def page(client, person, url) -> str:
    client.force_login(make_account(person))
    return client.get(url).content.decode()


def test_show_issue_to_who_checks_says_facts_reasons_and_points(client, found):
    _finding, issue = found
    text = page(client, SUPERVISOR, f"/{HOME}/issues/{issue.number}/")
    for words in (
        "需要再看一眼",
        f'与 <span class="nw">{FIRST}</span> 整改后 是同一个文件',
        "+60",
        "不作认定",
        "原图指纹",
        "等待比对",
    ):
        assert words in text
    assert "请说明照片情况" not in text


def test_show_issue_to_its_unit_asks_plainly_and_names_no_other_issue(client, found):
    finding, issue = found
    text = page(client, LIAISON, f"/{HOME}/issues/{issue.number}/")
    assert "请说明照片情况" in text
    assert "与 较早的一张照片 是同一个文件" in text
    for words in (f"与 {FIRST}", "风险分", "原图指纹"):
        assert words not in text
    answer = client.post(f"{LIST}{finding.pk}/answer/", {"text": "两处是同一面墙"}, follow=True).content.decode()
    assert "说明已记下" in answer
    finding.refresh_from_db()
    assert (finding.state, finding.answer) == ("answered", "两处是同一面墙")


def test_show_issue_to_others_says_nothing_of_it(client, found):
    _finding, issue = found
    from tests.people import LEADER

    text = page(client, LEADER, f"/{HOME}/issues/{issue.number}/")
    assert "再看一眼" not in text
    assert "原图指纹" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_findings_takes_the_same_queries_with_more_of_them(client, found, rows):
    finding, _issue = found
    for number in range(rows - 1):
        late = make_evidence(matter=SECOND, unit=finding.evidence.unit, site=make_site(f"s{number}"))
        Finding.objects.create(city=make_city(), evidence=late, other=finding.other, kind="same_view", found_at=AT)
    client.force_login(make_account(OFFICER))
    with assert_queries(4):
        text = client.get(LIST).content.decode()
    assert text.count("<tr>") == rows + 1


def test_list_findings_filters_by_state_kind_and_number(client, found):
    finding, _issue = found
    scene_again = make_evidence(matter=SECOND)
    Finding.objects.create(city=make_city(), evidence=scene_again, other=finding.other, kind="same_scene", found_at=AT)
    assert "是同一个文件" in page(client, OFFICER, LIST)
    assert "同一现场，画面已变化" not in page(client, OFFICER, LIST)
    assert "可作佐证" in page(client, OFFICER, f"{LIST}?kind=same_scene")
    assert "没有符合条件的照片" in page(client, OFFICER, f"{LIST}?state=explained")
    assert "没有符合条件的照片" in page(client, OFFICER, f"{LIST}?q=9999")
    assert "是同一个文件" in page(client, OFFICER, f"{LIST}?q=0001&state=all&kind=same_bytes")
    assert "是同一个文件" in page(client, OFFICER, f"{LIST}?state=nonsense")


def test_list_no_findings_says_that_photos_are_compared_by_themselves(client):
    make_city()
    assert "没有需要再看一眼的照片" in page(client, OFFICER, LIST)


def test_export_findings_gives_the_lines_of_the_filter(client, found):
    client.force_login(make_account(OFFICER))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{LIST}export/?q=0002").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[2][0] == f"{SECOND} 整改后"
    assert rows[2][4] == f"与 {FIRST} 整改后 是同一个文件"
    assert rows[2][6] == "需要再看一眼"


def test_explain_finding_takes_its_weight_away_and_closes_it(client, found):
    finding, issue = found
    key = finding.evidence_id
    assert risk_of(make_city(), [key])[key].points == 60
    client.force_login(make_account(SUPERVISOR))
    empty = client.post(f"{LIST}{finding.pk}/explain/", {"reason": " "}, follow=True).content.decode()
    assert "请写一句话" in empty
    said = client.post(f"{LIST}{finding.pk}/explain/", {"reason": "误传，已补拍"}, follow=True).content.decode()
    assert "不再计入风险" in said
    assert "误传，已补拍" in said
    assert risk_of(make_city(), [key])[key] == risk_of(make_city(), [key + 99])[key + 99]
    event = Event.objects.in_city(make_city()).get(kind="finding.explained")
    assert event.data["matter"] == SECOND
    assert "照片情况已核清" in page(client, SUPERVISOR, f"/{HOME}/issues/{issue.number}/")


def test_say_something_of_what_is_closed_or_proof_is_refused(found):
    finding, _issue = found
    supervisor, liaison = make_account(SUPERVISOR), make_account(LIAISON)
    actions.explain_finding(finding=finding, reason="误传", by=supervisor, at=AT)
    with pytest.raises(NotPossibleError, match=r"^explained$"):
        actions.answer_finding(finding=finding, text="是的", by=liaison, at=AT)
    proof = Finding.objects.create(
        city=make_city(), evidence=finding.evidence, other=make_older(), kind="same_scene", found_at=AT
    )
    with pytest.raises(NotPossibleError, match=r"^nothing_asked$"):
        actions.explain_finding(finding=proof, reason="x", by=supervisor, at=AT)


def make_older():
    """Return the photo of the first issue as it was found."""
    return Evidence.objects.in_city(make_city()).get(matter=FIRST, moment="before")


def test_answer_for_another_unit_is_not_found(client, found):
    finding, _issue = found
    client.force_login(make_account(OFFICER))
    assert client.post(f"{LIST}{finding.pk}/answer/", {"text": "x"}).status_code == 404


def test_show_finding_draws_what_both_photos_share(client):
    repair(report(1), place(11))
    repair(report(2, at=AT + 24 * HOUR), jpeg(ATTACKS["crop 40"](scene(11))))
    look()
    (finding,) = findings()
    text = page(client, OFFICER, f"{LIST}{finding.pk}/")
    for words in ("画面部分相同", "吻合的位置", 'class="evi-frame"', "data-compare", "记为已核清", "个特征点吻合"):
        assert words in text
    assert text.count('class="evi-point"') == 48
    with assert_queries(4):
        client.get(f"{LIST}{finding.pk}/")
    small = client.get(f"{LIST}photos/{finding.evidence_id}/small/")
    assert (small["Content-Type"], b"".join(small.streaming_content)[:2]) == ("image/jpeg", b"\xff\xd8")
    assert client.get(f"{LIST}photos/{finding.evidence_id}/original/").status_code == 404


@pytest.mark.parametrize(("kind", "facts", "words"), [
    ("taken_earlier", {"minutes": 3 * 24 * 60}, "相机记录的拍摄时间比上报早 3 天"), ("taken_later", {"minutes": 150}, "比上传晚 2 小时"),
    ("taken_later", {"minutes": 12}, "比上传晚 12 分钟"), ("far_away", {"metres": 7413}, "相机记录的位置离点位 7,413 米"),
])  # fmt: skip
def test_show_finding_of_the_camera_shows_one_photo(client, kind, facts, words):
    repair(report(1), place(11))
    evidence = Evidence.objects.in_city(make_city()).get(moment="after")
    finding = Finding.objects.create(city=make_city(), evidence=evidence, kind=kind, found_at=AT, **facts)
    text = page(client, OFFICER, f"{LIST}{finding.pk}/")
    assert words in text
    assert "data-compare-range" not in text


def test_reckon_risk_by_the_weights_of_the_city(found):
    finding, _issue = found
    RiskWeight.objects.create(city=make_city(), kind="same_bytes", points=15)
    Finding.objects.create(city=make_city(), evidence=finding.evidence, kind="far_away", metres=900, found_at=AT)
    risk = risk_of(make_city(), [finding.evidence_id])[finding.evidence_id]
    assert (risk.points, risk.reasons) == (35, ("far_away", "same_bytes"))


def test_look_at_what_is_left_by_command_and_by_night(capsys):
    from wenming.evidence.tasks import look_at_left

    report(1)
    assert main(["evidence", "look", HOME, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"cities": [{"city": HOME, "photos": 1}]}
    report(2)
    assert (look_at_left(), look_at_left()) == (1, 0)
    assert main(["evidence", "look"]) == 0
    assert "比对了 0 张照片" in capsys.readouterr().out
    assert main(["evidence", "look", "nowhere"]) == 2


def test_look_at_a_full_batch_queues_the_next_one(monkeypatch):
    from django_q.models import OrmQ

    from wenming.evidence import tasks

    report(1)
    before = OrmQ.objects.count()
    monkeypatch.setattr(tasks, "BATCH", 1)
    assert tasks.look_at_city(make_city().pk) == 1
    assert OrmQ.objects.count() == before + 1


def test_keep_photo_of_a_site_as_evidence_once():
    from tests.people import OFFICER as WHO
    from wenming.evidence.tasks import look_at_city, look_at_sent, look_at_sites
    from wenming.sites.actions.photos import show_photo

    site = make_site("S1", "中心广场")
    show_photo(site=site, caption="", file_name="a.jpg", content=place(1), by=make_account(WHO), at=AT)
    event = Event.objects.in_city(make_city()).get(kind="site.photo_shown")
    look_at_sites(event)
    look_at_sites(event)
    assert look_at_city(make_city().pk) == 1
    with assert_queries(1):
        look_at_sent(event)
    (kept,) = Evidence.objects.in_city(make_city())
    assert (kept.moment, kept.site, kept.matter, kept.quality) == ("site", site, "", 100)
    repair(report(2, site=make_site("S2", "北广场")), place(1))
    look()
    assert [(one.kind, one.other) for one in findings()] == [("same_bytes", kept)]


def test_weigh_findings_keeps_only_what_is_not_as_usual_and_says_what_changed(client, found):
    key = found[0].evidence_id
    client.force_login(make_account(SUPERVISOR))
    usual = dict(USUAL)
    wrong = client.post(f"{LIST}weights/", {**usual, "same_bytes": "101"})
    assert (wrong.status_code, risk_of(make_city(), [key])[key].points) == (422, 60)
    for points in ("35", "35", "60"):
        assert client.post(f"{LIST}weights/", {**usual, "same_bytes": points}).status_code == 302
        assert risk_of(make_city(), [key])[key].points == int(points)
    assert not RiskWeight.objects.in_city(make_city()).exists()
    events = Event.objects.in_city(make_city()).filter(kind="evidence.weights_set").order_by("number")
    assert [event.data for event in events] == [
        {"points": {"same_bytes": [60, 35]}},
        {"points": {"same_bytes": [35, 60]}},
    ]
