"""Categories and limits kept by the office: every change is an event, issues under way keep what they have; the limits of a visit period."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, HOME, LIAISON, OFFICER, make_account, make_city
from tests.queries import assert_queries
from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions import categories as actions
from wenming.issues.models import DisposalLimit, MinorClass, StageLimit, VisitLimit
from wenming.kernel.models import Event
from wenming.organisations.models import VisitPeriod

pytestmark = pytest.mark.django_db
FACTS = {
    "code": "07", "name": "占道经营", "name_en": "", "filing_condition": "占用人行道", "closing_condition": "", "words": ["占道"], "unit": None,
    "is_urgent": False, "is_active": True, "automatic_from": 800, "source": "",
}  # fmt: skip
TWO_HOURS = (("", Limit(2, LimitUnit.WORK_HOUR)),)


def _last() -> Event:
    return Event.objects.in_city(make_city()).order_by("-number").first()


def test_keep_categories_writes_one_event_for_each_change():
    city, who = make_city(), {"by": make_account(OFFICER), "at": AT}
    major = actions.add_major(city=city, kind="occurrence", code="03", name="街面", **who)
    assert (_last().kind, major.order) == ("major_class.added", 1)
    with pytest.raises(NotPossibleError, match="major_taken"):
        actions.add_major(city=city, kind="occurrence", code="03", name="别的", **who)
    actions.change_major(major=major, name="街面秩序", name_en="Order", **who)
    assert _last().data == {"before": "街面", "after": "街面秩序"}
    one = actions.add_minor(major=major, facts=FACTS, limits=TWO_HOURS, **who)
    assert _last().data == {"code": "07", "name": "占道经营", "limits": "2 工作时"}
    with pytest.raises(NotPossibleError, match="minor_taken"):
        actions.add_minor(major=major, facts=FACTS, limits=(), **who)
    two = actions.add_minor(major=major, facts={**FACTS, "code": "08", "name": "违停"}, limits=(), **who)
    unit = make_disposer()
    changed = {**FACTS, "name": "占道", "unit": unit, "words": ["摆摊"]}
    actions.change_minor(minor=one, facts=changed, limits=(("积水", Limit(1, LimitUnit.WORK_DAY)),), **who)
    assert (_last().kind, _last().data) == (
        "minor_class.changed",
        {"name": ["占道经营", "占道"], "words": [["占道"], ["摆摊"]], "unit": [None, unit.name], "limits": ["2 工作时", "积水：1 工作日"]},
    )  # fmt: skip
    actions.change_minor(minor=one, facts=changed, limits=(("积水", Limit(1, LimitUnit.WORK_DAY)),), **who)
    assert _last().data == {}
    with pytest.raises(NotPossibleError, match="minor_taken"):
        actions.change_minor(minor=two, facts=changed, limits=(), **who)
    actions.arrange_minors(major=major, keys=[two.pk, one.pk], **who)
    assert _last().data == {"order": [two.pk, one.pk]}
    with pytest.raises(NotPossibleError, match="minors_changed"):
        actions.arrange_minors(major=major, keys=[two.pk], **who)
    assert actions.switch_minor(minor=one, is_active=False, **who).is_active is False
    assert actions.switch_minor(minor=one, is_active=True, by=None, at=AT).is_active is True
    assert _last().kind == "minor_class.switched_on"
    with pytest.raises(PermissionDenied):
        actions.switch_minor(minor=one, is_active=False, by=make_account(LIAISON), at=AT)


def test_set_limits_is_logged_and_taken_away_again():
    city, who = make_city(), {"by": make_account(OFFICER), "at": AT}
    two, day = Limit(2, LimitUnit.HOUR), Limit(1, LimitUnit.WORK_DAY)
    actions.set_limits(city=city, stages={"filing": day, "dispatching": None}, visit={True: two, False: None}, **who)
    assert (_last().kind, _last().data) == ("limits.set", {"filing": ["", "1 工作日"], "urgent": ["", "2 小时"]})
    actions.set_limits(city=city, stages={"filing": None}, visit={True: two}, **who)
    assert (_last().data, StageLimit.objects.in_city(city).count()) == ({"filing": ["1 工作日", ""]}, 0)


@pytest.mark.parametrize(
    ("urgent", "amount", "unit", "due"),
    [
        (True, 4, "work_hour", 2), (False, 4, "work_hour", 4), (False, 3, "work_day", 24), (None, 3, "work_day", None),
    ],
)  # fmt: skip
def test_dispatch_during_a_visit_takes_the_shorter_limit_and_leaves_earlier_ones(urgent, amount, unit, due):
    city, officer = make_city(), make_account(OFFICER)
    before = bring(make_issue(), "dispatched")
    if urgent is not None:
        VisitLimit.objects.create(city=city, is_urgent=True, amount=2, unit="hour")
        VisitLimit.objects.create(city=city, is_urgent=False, amount=24, unit="hour")
    VisitPeriod.objects.create(city=city, reason="国检", starts_at=AT + HOUR, started_by=officer)
    minor = make_minor("新的", code="11", amount=amount, unit=unit)
    issue = bring(make_issue(minor=minor, is_urgent=bool(urgent)), "dispatched")
    # dispatched two hours after the report: four hours of work are four hours by night too; three days are three
    wanted = AT + 2 * HOUR + due * HOUR if due else None
    assert issue.around_clock
    assert wanted is None or issue.due_at == wanted
    assert issue.limit_unit == ("work_day" if urgent is None else "work_hour" if due == 4 else "hour")
    before.refresh_from_db()
    assert (before.due_at, before.around_clock) == (AT + 8 * HOUR, False)


def test_dispatch_during_a_visit_without_a_limit_of_its_own_takes_that_of_the_visit():
    city = make_city()
    VisitLimit.objects.create(city=city, is_urgent=False, amount=24, unit="hour")
    VisitPeriod.objects.create(city=city, reason="国检", starts_at=AT, started_by=make_account(OFFICER))
    minor = make_minor("没有时限", code="12")
    DisposalLimit.objects.in_city(city).filter(minor=minor).delete()
    assert bring(make_issue(minor=minor), "dispatched").due_at == AT + 26 * HOUR


def test_open_the_pages_of_categories_costs_the_same_for_one_and_for_three(client: Client):
    client.force_login(make_account(OFFICER))
    make_minor()
    for names in ((), ("占道经营", "违停")):
        for number, name in enumerate(names, start=5):
            make_minor(name, code=f"0{number}", is_active=False, automatic_from=900, words=["停"], is_urgent=True)
        with assert_queries(5):
            page = client.get(f"/{HOME}/issues/categories/")
    assert page.status_code == 200
    minor = MinorClass.objects.in_city(make_city()).get(name="占道经营")
    home = f"/{HOME}/issues/categories/"
    edited = {
        "code": "05",
        "name": "占道",
        "limits": "2 工作时\n积水：4 工作时",
        "words": "摆摊、占道",
        "automatic": "85",
        "is_active": "on",
    }
    assert client.post(f"{home}{minor.pk}/", edited).status_code == 302
    minor.refresh_from_db()
    assert (minor.name, minor.words, minor.automatic_from, minor.limits.count()) == ("占道", ["摆摊", "占道"], 850, 2)
    refused = client.post(f"{home}{minor.pk}/", {**edited, "limits": "很快"})
    assert (refused.status_code, "“很快”读不出来" in refused.content.decode()) == (422, True)
    assert client.post(f"{home}new/", {**edited, "code": "01", "major": minor.major_id}).status_code == 302
    assert client.post(f"{home}majors/new/", {"kind": "fixture", "code": "09", "name": "其他"}).status_code == 302
    assert client.post(f"{home}majors/{minor.major_id}/", {"name": "市容"}).status_code == 302
    assert client.post(f"{home}{minor.pk}/order/", {"step": "up"}).status_code == 302
    assert client.post(f"{home}{minor.pk}/switch/").status_code == 302


def test_set_limits_learn_and_import_by_the_pages_says_what_is_wrong(client: Client):
    client.force_login(make_account(OFFICER))
    make_minor()
    home = f"/{HOME}/issues/categories/"
    limits = client.post(f"{home}limits/", {"filing": "2 工作时", "urgent": "2 小时"})
    assert limits.status_code == 302
    assert client.post(f"{home}limits/", {"filing": "积水：2 工作时"}).status_code == 422
    assert client.post(f"{home}proposals/learn/").status_code == 302
    assert _last().kind == "proposal_model.asked"
    wrong = client.post(f"{home}adopt/", {"file": _upload("x.yaml", "kinds: 1")})
    assert (wrong.status_code, "不是问题类别表的结构" in wrong.content.decode()) == (422, True)
    assert client.post(f"{home}adopt/", {"file": _upload("x.xlsx", "no workbook")}).status_code == 422
    right = client.post(f"{home}adopt/", {"file": _upload("x.yaml", client.get(f"{home}export.yaml").content.decode())})
    assert right.status_code == 302
    assert client.get(right.url).status_code == 200
    assert client.post(right.url).status_code == 302
    assert client.post(f"{home}tables/jiyuan/").status_code == 302
    assert [client.get(f"{home}{path}").status_code for path in ("tables/none/", "import/9999/", "export.pdf")] == [
        404,
        404,
        404,
    ]


def _upload(name: str, text: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, text.encode())
