"""The loop of a material from the request to the filing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.materials.cases import (
    CAPTION,
    HOUR,
    OUTSIDER,
    SECOND,
    bring,
    file_for,
    make_item,
    make_requirement,
    make_supplier,
    papers_of,
    picture,
    report,
    version_of,
)
from tests.people import AT, AUDITOR, DISTRICT, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Event
from wenming.materials import actions
from wenming.materials.actions import NotPossibleError
from wenming.materials.enums import ItemState, refusal_words
from wenming.materials.models import MaterialReview, PaperClause
from wenming.materials.rules import handles_materials, sees_materials, sees_requirements
from wenming.materials.workflow import TABLE, actions_for

pytestmark = pytest.mark.django_db


def last_event(item):
    """Return kind and data of the city's last event."""
    event = Event.objects.in_city(item.city).order_by("-number").first()
    return event.kind, event.data


@pytest.mark.parametrize("state", ItemState.values)
def test_bring_an_item_to_every_state_ends_there(state):
    assert bring(make_item(), state).state == state


def test_act_where_it_is_locked_is_nobodys():
    assert TABLE["locked"] == {}
    assert actions_for("assigned", ["office"]) == {"draft", "submit", "waive"}


def test_submit_an_item_keeps_its_bytes_and_says_for_which_clause():
    sent = report(title="11 月整治情况")
    item = file_for(make_item(), sent)
    (paper,) = papers_of(item)
    assert path_of(item.city.slug, paper.file.sha256).read_bytes() == sent.content
    assert (paper.title, paper.kind, paper.entered_for) == ("11 月整治情况", "report", False)
    assert list(PaperClause.objects.in_city(item.city).values_list("paper", "node")) == [
        (paper.pk, item.requirement.node_id)
    ]
    assert last_event(item) == (
        "material.submitted",
        {
            "unit": item.unit_id,
            "before": "assigned",
            "after": "submitted",
            "version": 1,
            "papers": [paper.pk],
            "count": 1,
        },
    )


def test_submit_an_item_without_papers_is_refused():
    with pytest.raises(NotPossibleError, match="no_papers"):
        actions.submit_material(item=make_item(), by=make_account(LIAISON), at=AT)


def test_submit_a_picture_without_its_caption_is_refused_and_kept_as_a_draft_when_asked():
    item = make_item(kind="picture")
    bare = picture(caption={"theme": "劝导"})
    with pytest.raises(NotPossibleError, match="no_caption"):
        file_for(item, bare)
    liaison = make_account(LIAISON)
    item = actions.draft_material(item=item, given=[bare], note="待补地点", by=liaison, at=AT)
    (paper,) = papers_of(item)
    paper = actions.caption_paper(item=item, paper=paper, facts={**CAPTION, "title": " "}, by=liaison, at=AT)
    assert (paper.title, paper.place) == ("现场.jpg", "人民广场")
    assert actions.submit_material(item=item, note="补齐", by=liaison, at=AT).state == "submitted"
    assert version_of(item).note == "补齐"


def test_caption_a_paper_after_handing_in_makes_an_event_and_no_version_until_somebody_looks():
    item, liaison = file_for(make_item(kind="picture")), make_account(LIAISON)
    (paper,) = papers_of(item)
    actions.caption_paper(item=item, paper=paper, facts={"place": "人民公园"}, by=liaison, at=AT)
    event = Event.objects.across_cities().get(kind="material.captioned")
    assert event.data["changed"] == {"place": ["人民广场", "人民公园"]}
    assert (version_of(item).number, papers_of(item)[0].place, event.data["after"]) == (1, "人民公园", "submitted")
    with pytest.raises(NotPossibleError, match="no_caption"):
        actions.caption_paper(item=item, paper=paper, facts={"place": ""}, by=liaison, at=AT)
    actions.pass_material(item=item, by=make_account(OFFICER), at=AT)
    item.refresh_from_db()
    with pytest.raises(NotPossibleError, match="not_here"):
        actions.caption_paper(item=item, paper=paper, facts={"place": "别处"}, by=liaison, at=AT)


def test_caption_a_paper_that_was_looked_at_before_is_refused():
    item = bring(make_item(), "returned")
    item = actions.draft_material(
        item=item, given=[report("补充数据", name="补充.docx")], by=make_account(LIAISON), at=AT
    )
    old, new = papers_of(item)
    with pytest.raises(NotPossibleError, match="caption_stands"):
        actions.caption_paper(item=item, paper=old, facts={"title": "改名"}, by=make_account(LIAISON), at=AT)
    assert (
        actions.caption_paper(item=item, paper=new, facts={"title": "补充"}, by=make_account(LIAISON), at=AT).title
        == "补充"
    )


def test_send_the_same_file_twice_is_refused():
    item = make_item()
    same = report()
    with pytest.raises(NotPossibleError, match="same_file"):
        file_for(item, same, same)
    item = actions.draft_material(item=item, given=[same], by=make_account(LIAISON), at=AT)
    with pytest.raises(NotPossibleError, match="same_file"):
        file_for(item, same)
    with pytest.raises(NotPossibleError, match="too_many"):
        file_for(item, *[same] * (actions.MOST_PAPERS + 1))


def test_drop_a_paper_of_the_draft_leaves_the_version_without_it():
    item = bring(make_item(), "drafting")
    (paper,) = papers_of(item)
    item = actions.drop_paper(item=item, paper=paper, by=make_account(LIAISON), at=AT)
    assert (item.state, papers_of(item)) == ("drafting", [])
    with pytest.raises(NotPossibleError, match="not_here"):
        actions.drop_paper(item=item, paper=paper, by=make_account(LIAISON), at=AT)


def test_take_back_before_anybody_looked_begins_the_next_version():
    item = bring(make_item(), "submitted")
    item = actions.take_back_material(item=item, by=make_account(LIAISON), at=AT + HOUR)
    assert (item.state, item.version, len(papers_of(item))) == ("drafting", 2, 1)
    assert item.versions.get(number=1).submitted_at is not None


def test_take_back_after_a_first_look_is_refused():
    item = bring(make_item(two_reviews=True), "passed")
    assert item.state == "submitted"
    with pytest.raises(NotPossibleError, match="looked_at"):
        actions.take_back_material(item=item, by=make_account(LIAISON), at=AT + HOUR)


def test_pass_by_two_people_takes_two_people():
    item = bring(make_item(two_reviews=True), "passed")
    with pytest.raises(NotPossibleError, match="same_reviewer"):
        actions.pass_material(item=item, by=make_account(OFFICER), at=AT + HOUR)
    item = actions.pass_material(item=item, by=make_account(SECOND), at=AT + HOUR)
    assert (item.state, last_event(item)[1]["stage"]) == ("passed", "second")


def test_review_what_one_has_handed_in_oneself_is_refused():
    item = file_for(make_item(), by=make_account(OFFICER))
    assert papers_of(item)[0].entered_for
    with pytest.raises(NotPossibleError, match="own_material"):
        actions.pass_material(item=item, by=make_account(OFFICER), at=AT)
    # uploaded by one of the office, handed in by the unit: still not his to judge
    other = actions.draft_material(
        item=make_item(name="另一份"), given=[report("别的")], by=make_account(SECOND), at=AT
    )
    other = actions.submit_material(item=other, by=make_account(LIAISON), at=AT)
    with pytest.raises(NotPossibleError, match="own_material"):
        actions.return_material(item=other, reason="summary", by=make_account(SECOND), at=AT)


def test_return_an_item_says_why_and_the_next_version_begins_with_its_papers():
    item = bring(make_item(), "returned")
    review = MaterialReview.objects.in_city(item.city).get()
    assert (review.reason, review.words, review.stage) == ("no_figures", "写明数量", "first")
    item = file_for(item, report("清运 30 吨", name="修改.docx"), at=AT + 5 * HOUR)
    assert (item.state, item.version, [one.name for one in papers_of(item)]) == (
        "submitted",
        2,
        ["说明报告.docx", "修改.docx"],
    )


@pytest.mark.parametrize("reason", ["", "other", "nonsense"])
def test_return_without_a_reason_is_refused(reason):
    with pytest.raises(NotPossibleError, match="no_reason"):
        actions.return_material(item=bring(make_item(), "submitted"), reason=reason, by=make_account(OFFICER), at=AT)


def test_return_what_had_passed_is_a_later_look_by_anybody_of_the_office():
    item = bring(make_item(), "compiled")
    item = actions.return_material(
        item=item, reason="other", words="发现日期有误", by=make_account(OFFICER), at=AT + 9 * HOUR
    )
    stages = list(MaterialReview.objects.in_city(item.city).order_by("pk").values_list("stage", "passed"))
    assert (item.state, stages) == ("returned", [("first", True), ("later", False)])


def test_waive_and_restore_an_item_brings_it_back_where_it_stood():
    officer = make_account(OFFICER)
    for state, back in (("assigned", "assigned"), ("drafting", "drafting"), ("returned", "returned")):
        item = bring(make_item(name=state), state)
        item = actions.waive_material(item=item, reason=" 不涉及 ", by=officer, at=AT)
        assert (item.state, item.waived_reason) == ("waived", "不涉及")
        assert actions.restore_material(item=item, by=officer, at=AT).state == back
    with pytest.raises(NotPossibleError, match="no_reason"):
        actions.waive_material(item=item, reason=" ", by=officer, at=AT)


def test_act_in_a_state_that_does_not_allow_it_is_refused():
    with pytest.raises(NotPossibleError, match="not_here"):
        actions.pass_material(item=make_item(), by=make_account(OFFICER), at=AT)


@pytest.mark.parametrize("person", [OUTSIDER, SUPERVISOR, DISTRICT])
def test_act_by_somebody_who_has_nothing_to_do_with_it_is_denied(person):
    with pytest.raises(PermissionDenied):
        file_for(make_item(), by=make_account(person))


def test_supply_by_the_district_above_is_marked_as_entered_for_the_unit():
    from wenming.organisations.models import Unit

    account = make_account(DISTRICT)
    above = Unit.objects.in_city(make_city()).get(name=DISTRICT.unit[0])
    item = make_item(make_requirement(units=[make_supplier("青石街道", "street", above)]))
    item = file_for(item, by=account)
    assert (papers_of(item)[0].entered_for, last_event(item)[1]["entered_for"]) == (True, item.unit_id)


def test_use_a_paper_that_the_unit_has_supplied_elsewhere_asks_nothing_again():
    first = file_for(make_item())
    (paper,) = papers_of(first)
    second = make_item(name="另一条款", clause="1.2")
    second = actions.submit_material(item=second, known=[paper], by=make_account(LIAISON), at=AT)
    assert papers_of(second) == [paper]
    assert PaperClause.objects.in_city(first.city).filter(paper=paper).count() == 2
    other = make_item(name="图片", clause="1.3", kind="picture")
    with pytest.raises(NotPossibleError, match="not_usable"):
        actions.submit_material(item=other, known=[paper], by=make_account(LIAISON), at=AT)


def test_ask_who_may_what_tells_readers_from_handlers():
    city = make_city()
    told = {
        person: [one(make_account(person), city) for one in (sees_materials, handles_materials, sees_requirements)]
        for person in (OFFICER, LIAISON, SUPERVISOR, AUDITOR, LEADER, OUTSIDER)
    }
    assert told == {
        OFFICER: [True, True, True], LIAISON: [True, True, True], SUPERVISOR: [True, False, True], AUDITOR: [True, False, True],
        LEADER: [False, False, True], OUTSIDER: [False, False, False],
    }  # fmt: skip


def test_say_a_refusal_in_words_tells_how_to_mend_it():
    assert refusal_words("no_papers") == "还没有放入材料；请先拍照或选择文件再报送"
