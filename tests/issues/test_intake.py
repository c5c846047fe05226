"""What comes in: entered in one go, once for each form; chats become drafts, drafts become issues."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import make_disposer, make_issue, make_minor
from tests.people import AT, AUDITOR, COMMUNITY, DISTRICT, INSPECTOR, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import SQUARE, make_site, make_unit
from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues import actions
from wenming.issues.actions import Entry, NotPossibleError, Onward, Report
from wenming.issues.models import DraftPhoto, Issue, IssueDraft, IssuePaste, IssuePhoto, IssueReceipt, IssueStep
from wenming.issues.queries.drafts import recognised
from wenming.issues.queries.nearby import Found, alike_issues
from wenming.issues.queries.standing import places_for
from wenming.issues.rules import usual_desk
from wenming.kernel.models import Event
from wenming.organisations.models import Unit
from wenming.sites.imports.photos import PhotoError
from wenming.sites.models import Site

pytestmark = pytest.mark.django_db
FORM = uuid.UUID(int=1)
PICTURE = ("现场.jpg", photo())


def report(text: str = "垃圾桶满溢", **facts: Any) -> Report:
    return Report(**{"text": text, "source": "patrol", "minor": make_minor(), **facts})


def enter(entry: Entry | None = None, *, form: uuid.UUID = FORM, by: Any = OFFICER, **facts: Any) -> Any:
    account = make_account(by)
    return actions.enter_issue(city=make_city(), form=form, entry=entry or Entry(report()), by=account, at=AT, **facts)


def test_enter_an_issue_twice_by_one_form_makes_one():
    first = enter(photos=[PICTURE])
    assert enter(photos=[PICTURE]) == first
    assert (Issue.objects.in_city(make_city()).count(), IssuePhoto.objects.in_city(make_city()).count()) == (1, 1)
    assert enter(form=uuid.UUID(int=2)).number == "2026-11-0002"


def test_enter_an_issue_by_the_form_of_another_person_is_refused():
    enter()
    with pytest.raises(PermissionDenied):
        enter(by=INSPECTOR)
    with pytest.raises(PermissionDenied):
        enter(form=uuid.UUID(int=2), by=AUDITOR)


def test_enter_an_issue_that_fails_leaves_nothing_so_that_the_form_may_be_sent_again():
    entry = Entry(report(minor=None), onward=Onward())
    with pytest.raises(NotPossibleError, match="no_category"):
        enter(entry)
    with pytest.raises(PhotoError):
        enter(photos=[("a.jpg", b"no photo")])
    assert (IssueReceipt.objects.in_city(make_city()).count(), Issue.objects.in_city(make_city()).count()) == (0, 0)
    assert enter().number == "2026-11-0001"


def test_enter_an_issue_filed_and_dispatched_takes_every_step_in_one_go():
    unit, helper = make_disposer(), make_unit("市园林处", "department")
    limit = Limit(2, LimitUnit.WORK_HOUR)
    entry = Entry(report(note="请尽快"), reported_for=helper, onward=Onward(unit, [helper], limit, note="速办"))
    issue = enter(entry)
    steps = IssueStep.objects.in_city(make_city()).filter(issue=issue).order_by("pk")
    assert [(step.action, step.note) for step in steps] == [
        ("report", "请尽快"), ("accept", ""), ("file", ""), ("dispatch", "速办"),
    ]  # fmt: skip
    assert (issue.state, issue.unit, issue.due_at, issue.reported_for) == (
        "dispatched", unit, AT + timedelta(hours=2), helper,
    )  # fmt: skip
    assert enter(Entry(report(), onward=Onward()), form=uuid.UUID(int=2)).state == "filed"


def test_enter_a_number_of_the_source_twice_is_refused():
    entry = Entry(report(source="hotline", source_number="H-1"))
    enter(entry)
    with pytest.raises(NotPossibleError, match="number_taken"):
        enter(entry, form=uuid.UUID(int=2))


def test_enter_an_issue_as_the_same_joins_it_whoever_reports():
    master = make_issue()
    joined = enter(Entry(report(), same_as=master), by=INSPECTOR)
    assert (joined.state, joined.master) == ("joined", master)
    step = IssueStep.objects.in_city(make_city()).get(issue=joined, action="join")
    assert step.party == "reporter"


def test_enter_an_issue_as_a_second_dispatcher_lies_at_the_own_desk():
    district = make_account(DISTRICT)
    desk = usual_desk(district, make_city())
    issue = enter(Entry(report(), desk=desk, onward=Onward(make_disposer())), by=DISTRICT)
    assert (desk.name, issue.state, issue.desk) == ("青石区", "dispatched", desk)
    assert usual_desk(make_account(OFFICER), make_city()) is None
    assert usual_desk(make_account(COMMUNITY), make_city()) is None


CHAT = """张三 9:12
滨河广场垃圾桶满溢，3日内 @环卫处
[图片]
李四 9:15
收到
李四 9:16
城东检查：
1. 占道经营
2. 公厕积水，请市园林处立行立改
[图片][图片]"""


def paste(text: str = CHAT, photos: int = 3, *, form: uuid.UUID = FORM, by: Any = OFFICER) -> IssuePaste:
    """Paste a chat into the fictional city, whose words are known."""
    if not Site.objects.in_city(make_city()).exists():
        make_site("001", "滨河广场")
        make_site("002", "滨河")
        make_site("003", "河")
    unit, _garden = make_disposer(), make_unit("市园林处", "department")
    unit.short_name = "环卫处"
    unit.save()
    make_minor(words=["垃圾", "桶满"])
    street = make_minor("占道经营", code="03", words=["占道"])
    street.unit = unit
    street.save()
    account = make_account(by)
    chat, facts = recognised(account, make_city(), text, at=AT)
    pictures = [(f"{number}.jpg", photo()) for number in range(photos)]
    return actions.paste_chat(city=make_city(), form=form, chat=chat, facts=facts, photos=pictures, by=account, at=AT)


def drafts_of(found: IssuePaste) -> list[IssueDraft]:
    return list(found.drafts.order_by("first_line", "pk"))


def act(action: Any, by: Any = OFFICER, **facts: Any) -> Any:
    return action(by=make_account(by), at=AT, **facts)


def test_paste_a_chat_recognises_sites_units_categories_limits_and_pictures():
    found = paste()
    assert [
        (
            one.text, one.place, one.site and one.site.code, one.minor and one.minor.name, one.unit and one.unit.name,
            one.said, one.limit_amount, one.is_urgent, [shot.order for shot in one.photos.order_by("order")],
        )
        for one in drafts_of(found)
    ] == [
        ("滨河广场垃圾桶满溢，3日内", "", "001", "暴露垃圾", "市环卫处", "3日内", 3, False, [0]),
        ("占道经营", "城东检查", None, "占道经营", "市环卫处", "", None, False, []),
        ("公厕积水，请市园林处立行立改", "城东检查", None, None, "市园林处", "立行立改", None, True, [1, 2]),
    ]  # fmt: skip
    assert found.unused == [[5, "chatter", "收到"]]
    assert Event.objects.in_city(make_city()).filter(kind="issue_paste.read").count() == 1


def test_paste_a_chat_twice_by_one_form_keeps_it_once_and_for_its_person():
    first = paste()
    chat, facts = recognised(make_account(OFFICER), make_city(), CHAT, at=AT)
    again: dict[str, Any] = {"city": make_city(), "form": FORM, "chat": chat, "facts": facts}
    assert act(actions.paste_chat, **again) == first
    assert IssueDraft.objects.in_city(make_city()).count() == 3
    with pytest.raises(PermissionDenied):
        act(actions.paste_chat, DISTRICT, **again)
    with pytest.raises(PermissionDenied):
        act(actions.paste_chat, INSPECTOR, **{**again, "form": uuid.UUID(int=2)})


def test_paste_one_matter_without_markers_gives_it_every_picture_and_more_pictures_wait():
    one = paste("公厕积水", 2)
    assert [shot.draft for shot in one.photos.order_by("order")] == drafts_of(one) * 2
    assert recognised(make_account(OFFICER), make_city(), "收到", at=AT)[1] == []


def test_add_photos_later_puts_them_behind_the_others():
    found = paste(photos=0)
    first, *_others = drafts_of(found)
    act(actions.add_draft_photos, paste=found, photos=[PICTURE, PICTURE])
    act(actions.add_draft_photos, paste=found, photos=[PICTURE], draft=first)
    act(actions.add_draft_photos, paste=found, photos=[])
    shots = DraftPhoto.objects.in_city(make_city()).order_by("order")
    assert [(shot.order, shot.draft) for shot in shots] == [(0, None), (1, None), (2, first)]
    act(actions.drop_draft, draft=first)
    with pytest.raises(NotPossibleError, match="draft_settled"):
        act(actions.add_draft_photos, paste=found, photos=[PICTURE], draft=first)


def test_change_a_draft_keeps_what_is_new_and_refuses_what_is_none():
    draft = drafts_of(paste())[0]
    assert act(actions.change_draft, draft=draft, changes={"text": "桶满", "place": "南门"}).text == "桶满"
    act(actions.change_draft, draft=draft, changes={"text": "桶满"})
    with pytest.raises(NotPossibleError, match="no_text"):
        act(actions.change_draft, draft=draft, changes={"text": " "})
    with pytest.raises(NotPossibleError, match="not_correctable"):
        act(actions.change_draft, draft=draft, changes={"state": "taken"})
    with pytest.raises(PermissionDenied):
        act(actions.change_draft, DISTRICT, draft=draft, changes={"text": "别人的"})
    assert Event.objects.in_city(make_city()).filter(kind="issue_draft.changed").count() == 1


def test_drop_a_draft_can_be_taken_back():
    draft = drafts_of(paste())[0]
    assert act(actions.drop_draft, draft=draft).state == "dropped"
    with pytest.raises(NotPossibleError, match="draft_settled"):
        act(actions.take_draft, draft=draft)
    assert act(actions.restore_draft, draft=draft).state == "waiting"
    with pytest.raises(NotPossibleError, match="draft_settled"):
        act(actions.restore_draft, draft=draft)


def test_draft_a_line_that_was_left_over_uses_it_once():
    found = paste()
    assert act(actions.draft_line, paste=found, line=5).text == "收到"
    with pytest.raises(NotPossibleError, match="draft_settled"):
        act(actions.draft_line, paste=found, line=5)


def test_move_a_photo_goes_to_another_draft_or_to_none():
    found = paste()
    first, second, _third = drafts_of(found)
    shot = found.photos.get(order=0)
    assert act(actions.move_photo, photo=shot, draft=second).draft == second
    assert act(actions.move_photo, photo=shot, draft=None).draft is None
    other = drafts_of(paste("别处积水", 0, form=uuid.UUID(int=2)))[0]
    with pytest.raises(NotPossibleError, match="draft_settled"):
        act(actions.move_photo, photo=shot, draft=other)
    act(actions.move_photo, photo=shot, draft=first)
    act(actions.take_draft, draft=first)
    with pytest.raises(NotPossibleError, match="draft_settled"):
        act(actions.move_photo, photo=shot, draft=None)


def test_take_a_draft_reports_it_once_with_its_photos_and_what_was_asked():
    first, second, third = drafts_of(paste())
    issue = act(actions.take_draft, draft=first)
    assert act(actions.take_draft, draft=first) == issue
    step = IssueStep.objects.in_city(make_city()).get(issue=issue)
    assert (issue.state, issue.site.code, step.note, issue.photos.count()) == (
        "reported", "001", "市环卫处；3日内", 1,
    )  # fmt: skip
    act(actions.change_draft, draft=second, changes={"limit_amount": 2, "limit_unit": "work_hour"})
    sent = act(actions.take_draft, draft=second, dispatch=True)
    assert (sent.state, sent.unit.name, sent.due_at) == ("dispatched", "市环卫处", AT + timedelta(hours=2))
    act(actions.change_draft, draft=third, changes={"unit": None})
    with pytest.raises(NotPossibleError, match="no_unit"):
        act(actions.take_draft, draft=third, dispatch=True)
    assert act(actions.take_draft, draft=third, same_as=issue).master == issue


def test_take_a_draft_that_asks_for_nothing_goes_out_by_the_limit_of_its_category():
    draft = drafts_of(paste("城东占道经营", 0))[0]
    sent = act(actions.take_draft, draft=draft, dispatch=True)
    assert (sent.due_at, sent.steps.order_by("pk").first().note) == (AT + timedelta(hours=6), "市环卫处")


def test_find_what_a_report_repeats_takes_two_queries_for_several():
    site = make_site("001", "滨河广场")
    make_issue("垃圾桶满溢，地上有散落", site=site, photos=[PICTURE], at=AT)
    make_issue("路灯不亮", position=(SQUARE[0] + 0.02, SQUARE[1]), at=AT)
    make_issue("垃圾桶满溢", place="城东", at=AT)
    old = make_issue("垃圾桶满溢", site=site, at=AT - timedelta(days=40))
    account, city = make_account(OFFICER), make_city()
    usual_desk(account, city)
    wanted = Found(text="垃圾桶满溢", site=site, minor=make_minor())
    asked = [
        wanted,
        replace(wanted, site=None, position=SQUARE, accuracy=10),
        replace(wanted, site=None, place="城东"),
        replace(wanted, text="", minor=None),
        replace(wanted, site=None),
    ]
    with assert_queries(2):
        found = alike_issues(account, city, asked, at=AT)
    assert [[one.issue.text for one in each] for each in found] == [
        ["垃圾桶满溢，地上有散落"], ["垃圾桶满溢，地上有散落"], ["垃圾桶满溢"], [], [],
    ]  # fmt: skip
    assert (found[0][0].photo is not None, old.number) == (True, "2026-09-0001")
    assert alike_issues(account, make_city(), [Found(text="垃圾")], at=AT) == [[]]
    # who sees no issue of others finds none of theirs
    assert alike_issues(make_account(INSPECTOR), make_city(), [wanted], at=AT) == [[]]


def test_find_the_sites_that_somebody_may_mean_gives_the_nearest_and_those_of_the_words():
    lat, lng = SQUARE
    for number in range(7):
        make_site(f"00{number}", f"点位甲{number}", at=(lat + 0.001 * (7 - number), lng))
    make_site("100", "远处市场", at=(lat + 0.5, lng))
    make_site("200", "无坐标市场", at=None)
    account, city = make_account(OFFICER), make_city()
    usual_desk(account, city)

    def codes(words: str, point: Any) -> list[str]:
        return [site.code for site, _away in places_for(account, city, words=words, point=point, at=AT)]

    assert codes("", SQUARE) == ["006", "005", "004", "003", "002"]
    assert codes("市场", SQUARE) == ["100", "200"]
    assert codes("市场", None) == ["100", "200"]
    assert codes("", None) == []
    nearest = places_for(account, city, words="", point=SQUARE, at=AT)[0]
    assert (nearest[0].code, round(nearest[1] or 0)) == ("006", 111)


def test_read_the_desk_of_a_stranger_gives_none():
    assert usual_desk(make_account(STRANGER), make_city()) is None
    assert Unit.objects.in_city(make_city()).count() == 0
