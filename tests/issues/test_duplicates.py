"""Reports of one matter: found when they come, joined as a group, told apart for good, taken back; sure ones taken without asking."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, HOME, LIAISON, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.places import SQUARE, make_site
from wenming.engine.likeness import Sighting
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.automatic import take_automatically
from wenming.issues.actions.duplicates import join_group, note_duplicates, take_back, tell_apart
from wenming.issues.models import DuplicatePair, Issue, IssueStep
from wenming.issues.queries.duplicates import likely_same, open_groups
from wenming.issues.tasks.proposals import learn_asked, look_at_reported
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
RUBBISH = "垃圾桶满溢，散落一地"


def _three():
    """One matter reported three times, and another one at the same place; all that was found among them is noted."""
    make_minor(words=["垃圾"])
    make_minor("路灯不亮", code="05", words=["路灯"])
    facts = {"position": SQUARE, "accuracy": 10, "minor": None}
    issues = [
        make_issue(RUBBISH, **facts),
        make_issue(f"{RUBBISH} 3 处", source="hotline", at=AT + HOUR, **facts),
        make_issue("垃圾满溢散落一地", source="citizen", at=AT + 2 * HOUR, **facts),
        make_issue("路灯不亮", at=AT + HOUR, **facts),
        # known by words alone: of the same area, that is of none
        make_issue(RUBBISH, place="望河路 9 号", minor=None),
        make_issue(RUBBISH, position=(SQUARE[0] + 0.01, SQUARE[1]), minor=None),
    ]
    for issue in issues:
        note_duplicates(issue=issue, by=None, at=AT + 3 * HOUR)
    return issues


def test_note_duplicates_finds_each_pair_once_and_groups_them():
    first, second, third, *_others = _three()
    pairs = DuplicatePair.objects.in_city(make_city())
    assert set(pairs.values_list("issue", "other")) == {
        (first.pk, second.pk), (first.pk, third.pk), (second.pk, third.pk),
    }  # fmt: skip
    pair = pairs.get(issue=first, other=second)
    assert (pair.metres, pair.reasons) == (0, ["near", "alike_words", "same_category", "same_day"])
    assert note_duplicates(issue=second, by=None, at=AT) == []
    groups, more = open_groups(make_city())
    assert [(group.master, group.others) for group in groups] == [(first, (second, third))]
    assert not more
    settled = bring(make_issue(RUBBISH, position=SQUARE), "closed")
    assert note_duplicates(issue=settled, by=None, at=AT) == []


def test_find_what_a_draft_may_repeat_looks_at_place_and_words():
    first, second, third, *_others = _three()
    draft = Sighting(0, RUBBISH, AT + 3 * HOUR, SQUARE, 15)
    assert {issue for issue, _found in likely_same(make_city(), draft)} == {first, second, third}
    assert likely_same(make_city(), Sighting(0, RUBBISH, AT, None, place="望河路 9 号"))[0][0].place == "望河路 9 号"


def test_join_a_group_and_take_one_out_again_leaves_the_pairs_as_they_were():
    first, second, third, *_others = _three()
    city, who = make_city(), {"by": make_account(OFFICER), "at": AT + 4 * HOUR}
    assert [one.state for one in join_group(master=first, others=[second, third], **who)] == ["joined", "joined"]
    pairs = DuplicatePair.objects.in_city(city)
    assert set(pairs.values_list("state", "by")) == {("joined", who["by"].pk)}
    assert open_groups(city) == ([], False)
    assert Event.objects.in_city(city).filter(kind="issue.joined").count() == 2
    with pytest.raises(NotPossibleError, match="pair_decided"):
        tell_apart(pair=pairs.first(), **who)
    take_back(pair=pairs.get(issue=first, other=third), **who)
    third.refresh_from_db()
    assert (third.state, third.master) == ("reported", None)
    states = {(pair.issue_id, pair.other_id): pair.state for pair in pairs}
    assert states == {
        (first.pk, second.pk): "joined", (first.pk, third.pk): "open", (second.pk, third.pk): "open",
    }  # fmt: skip


def test_tell_two_apart_is_remembered_until_it_is_taken_back():
    first, second, third, *_others = _three()
    city, who = make_city(), {"by": make_account(OFFICER), "at": AT + 4 * HOUR}
    pair = DuplicatePair.objects.in_city(city).get(issue=first, other=third)
    with pytest.raises(NotPossibleError, match="pair_open"):
        take_back(pair=pair, **who)
    with pytest.raises(PermissionDenied):
        tell_apart(pair=pair, by=make_account(LIAISON), at=AT)
    assert tell_apart(pair=pair, **who).state == "not_same"
    assert note_duplicates(issue=third, by=None, at=AT) == []
    # the chain does not hold any more: only two of the three are still one group
    groups, _more = open_groups(city)
    assert len(groups) == 1
    assert {first, third} != {groups[0].master, *groups[0].others}
    take_back(pair=pair, by=None, at=AT)
    assert [(group.master, group.others) for group in open_groups(city)[0]] == [(first, (second, third))]


def test_open_duplicates_costs_the_same_for_one_group_and_for_more(client: Client):
    first, second, third, *_others = _three()
    client.force_login(make_account(OFFICER))
    page = f"/{HOME}/issues/duplicates/"
    with assert_queries(6):
        assert "桶满溢" in client.get(page).content.decode()
    far = {"position": (SQUARE[0] + 0.05, SQUARE[1]), "minor": None}
    for text in ("路灯不亮", "路灯不亮了"):
        note_duplicates(issue=make_issue(text, **far), by=None, at=AT)
    pair = DuplicatePair.objects.in_city(make_city()).get(issue=first, other=third)
    assert client.post(f"{page}{pair.pk}/apart/").status_code == 302
    assert client.post(f"{page}join/", {"master": first.pk, "issue": [second.pk, "x"]}).status_code == 302
    assert Issue.objects.in_city(make_city()).get(pk=second.pk).master_id == first.pk
    assert client.post(f"{page}join/", {"master": first.pk}).status_code == 302
    assert client.post(f"{page}join/", {"master": "x"}).status_code == 404
    with assert_queries(6):
        assert "并入" in client.get(page).content.decode()
    assert client.post(f"{page}{pair.pk}/back/").status_code == 302
    pair.refresh_from_db()
    assert pair.state == "open"


def _automatic(share: int | None, unit):
    minor = make_minor(words=["垃圾", "桶满", "散落"], automatic_from=share)
    minor.unit = unit
    minor.save()
    return minor


@pytest.mark.parametrize(
    ("share", "facts", "state"),
    [
        pytest.param(500, {}, "dispatched", id="sure"),
        pytest.param(900, {}, "reported", id="not_sure_enough"),
        pytest.param(None, {}, "reported", id="not_switched_on"),
        pytest.param(500, {"text": "不知道怎么说"}, "reported", id="nothing_proposed"),
        pytest.param(500, {"other": True}, "reported", id="the_reporter_says_otherwise"),
        pytest.param(500, {"accepted": True}, "accepted", id="in_hand_already"),
        pytest.param(500, {"no_unit": True}, "filed", id="no_unit"),
        pytest.param(500, {"at_site": True}, "dispatched", id="at_a_site"),
    ],
)
def test_take_automatically_goes_as_far_as_the_city_has_switched_on(share, facts, state):
    unit = make_disposer()
    minor = _automatic(share, None if facts.get("no_unit") else unit)
    named = make_minor("路灯不亮", code="05") if facts.get("other") else None
    place = {"site": make_site("A1")} if facts.get("at_site") else {"position": SQUARE}
    issue = make_issue(facts.get("text", RUBBISH), minor=named, **place)
    if facts.get("accepted"):
        bring(issue, "accepted")
    assert take_automatically(issue=issue, at=AT + HOUR) == (state in {"dispatched", "filed"})
    issue.refresh_from_db()
    assert issue.state == state
    if state == "dispatched":
        assert (issue.minor, issue.unit) == (minor, unit)
        steps = IssueStep.objects.in_city(issue.city).filter(issue=issue).order_by("pk")
        # 垃圾 桶满 散落: six characters, two for doubt
        assert [(step.by, step.data.get("automatic", 0)) for step in steps][1:] == [(None, 750)] * 3
        kinds = Event.objects.in_city(issue.city).filter(subject=f"issues.Issue:{issue.pk}").order_by("number")
        assert list(kinds.values_list("kind", flat=True)) == [
            "issue.reported", "issue.accepted", "issue.filed", "issue.dispatched",
        ]  # fmt: skip


def test_look_at_reported_takes_what_is_sure_unless_it_may_be_known_already():
    _automatic(500, make_disposer())
    first = make_issue(RUBBISH, position=SQUARE, minor=None)
    events = Event.objects.in_city(first.city).filter(kind="issue.reported")
    look_at_reported(events.get())
    second = make_issue(RUBBISH, position=SQUARE, minor=None)
    look_at_reported(events.order_by("-number")[0])
    states = Issue.objects.in_city(first.city).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["dispatched", "reported"]
    assert DuplicatePair.objects.in_city(first.city).get().other == second
    # sixty cases are not settled yet
    learn_asked(events[0])
