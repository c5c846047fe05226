"""The watch for relapses: rounds are fed once and in order, alarms are opened, looked at, and told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.assessment.rows import FIRST, NODE, officer, quiet, watch, write_rounds
from tests.people import AUDITOR, HOME, LEADER, LIAISON, SUPERVISOR, make_account, make_city
from tests.rounds import AT
from wenming.assessment.actions import (
    RelapseRefusedError,
    judge_relapse,
    set_relapse_settings,
    watch_relapses,
)
from wenming.assessment.models import RelapseAlarm, RelapseChart, RelapseFeed, RelapseVerdict
from wenming.assessment.queries.boards import read_shelf
from wenming.assessment.queries.relapses import points_of, tally_of
from wenming.assessment.tasks.relapses import watch_cities
from wenming.inspections.actions import say_manner
from wenming.inspections.models import RoundRevocation
from wenming.kernel.models import Event
from wenming.messaging.models import Notice

pytestmark = pytest.mark.django_db
BAD = "河湾菜市场"


def relapsed(rounds: int = 12) -> dict[str, str]:
    """Return forty quiet sites and one that begins to fail in the last four rounds."""
    return {**quiet(40, rounds), BAD: "." * (rounds - 4) + "xxxx"}


def alarms():
    """Return the alarms, the first first."""
    return list(RelapseAlarm.objects.in_city(make_city()).select_related("node", "round", "unit").order_by("pk"))


def states() -> dict[str, bytes]:
    """Return the packed charts by site."""
    rows = RelapseChart.objects.in_city(make_city()).values_list("site", "states")
    return {site: bytes(packed) for site, packed in rows}


def test_watch_a_site_that_begins_to_fail_opens_an_alarm():
    write_rounds(relapsed())
    feeds = watch()
    (alarm, *more) = alarms()
    assert len(feeds) == 12
    assert {one.site for one in [alarm, *more]} == {BAD}
    assert (alarm.item, alarm.node.code, alarm.area) == (NODE, NODE, "望河街道")
    assert alarm.height >= alarm.limit > 0
    assert sum(feed.alarms for feed in feeds) == len(alarms())
    assert feeds[-1].looks == 41
    assert feeds[-1].failed == 1


def test_watch_again_changes_nothing():
    write_rounds(relapsed())
    watch()
    before = (states(), [alarm.pk for alarm in alarms()], Event.objects.in_city(make_city()).count())
    assert watch() == []
    assert (states(), [alarm.pk for alarm in alarms()], Event.objects.in_city(make_city()).count()) == before


def test_watch_round_by_round_gives_what_all_at_once_gives():
    rounds = write_rounds({site: seen[:11] for site, seen in relapsed().items()})
    watch()
    write_rounds({site: seen[11:] for site, seen in relapsed().items()}, start=12, first=FIRST + timedelta(days=77))
    assert [feed.round.number for feed in watch()] == [12]
    apart = states()
    RelapseFeed.objects.in_city(make_city()).filter(round=rounds[0]).delete()
    assert len(watch()) == 12
    assert states() == apart


def test_watch_after_a_round_was_taken_back_begins_anew_without_it():
    rounds = write_rounds(relapsed())
    watch()
    RoundRevocation.objects.create(
        city=make_city(), round=rounds[-1], reason="重复导入", revoked_by=officer(), revoked_at=AT
    )
    assert len(watch()) == 11
    assert RelapseFeed.objects.in_city(make_city()).count() == 11


def test_watch_after_the_manner_was_corrected_begins_anew():
    rounds = write_rounds(relapsed())
    watch()
    say_manner(round_=rounds[0], manner="announced", drawn=False, by=officer(), at=AT)
    assert len(watch()) == 12
    assert [feed.drawn for feed in RelapseFeed.objects.in_city(make_city()).order_by("round__number")][:2] == [
        False,
        True,
    ]


def test_watch_visits_that_were_not_drawn_tells_nothing_of_usual_rates():
    write_rounds(relapsed(), drawn=False)
    watch()
    assert int(read_shelf(make_city()).board().looks.sum()) == 0
    assert {alarm.level_milli for alarm in alarms()} != set()


def test_watch_rounds_whose_manner_nobody_said_feeds_none():
    (*_others, last) = write_rounds(relapsed(), manner="")
    assert watch() == []
    assert tally_of(make_city(), on=AT.date()).unsaid == 12
    say_manner(round_=last, manner="incognito", drawn=True, by=officer(), at=AT)
    assert [feed.round for feed in watch()] == [last]


def test_watch_old_rounds_moves_the_charts_and_opens_nothing():
    write_rounds(relapsed(), first=FIRST - timedelta(days=400))
    feeds = watch()
    assert (alarms(), sum(feed.alarms for feed in feeds), feeds[-1].micro_expected) == ([], 0, 0)
    assert int(read_shelf(make_city()).board().failures.sum()) == 4


def test_watch_a_city_without_rounds_does_nothing():
    make_city()
    assert watch_cities() == 0
    assert Event.objects.in_city(make_city()).filter(kind="relapse.watched").count() == 0


def test_watch_more_sites_than_one_item_needs_gives_items_their_own_rate():
    write_rounds({f"点位{place}": "x......." for place in range(12)})
    write_rounds({"另一处": "........"}, start=21, first=FIRST + timedelta(days=1))
    watch()
    assert len(read_shelf(make_city()).kinds) == 1


def test_watch_tells_the_office_and_the_unit_that_answers_for_the_site():
    from tests.sites.places import make_site, make_unit
    from wenming.sites.enums import SitePart
    from wenming.sites.models import SiteUnit

    unit = make_unit("市场秩序局", "department")
    site = make_site("A1", BAD)
    SiteUnit.objects.create(
        city=make_city(), site=site, unit=unit, part=SitePart.RESPONSIBLE, since=FIRST - timedelta(days=30), at=AT
    )
    write_rounds(relapsed())
    watch()
    assert {alarm.unit for alarm in alarms()} == {unit}
    found = list(Notice.objects.in_city(make_city()).filter(key__startswith="relapse:").order_by("pk"))
    assert {(one.role, one.unit_id) for one in found} == {("office", None), ("", unit.pk)}
    assert {one.url for one in found} == {f"/{HOME}/scores/relapses/"}
    assert not any(BAD in one.title + one.text for one in found)


def test_name_that_two_sites_bear_answers_for_nobody():
    from tests.sites.places import make_site, make_unit
    from wenming.sites.enums import SitePart
    from wenming.sites.models import SiteUnit

    unit = make_unit("市场秩序局", "department")
    for code in ("A1", "A2"):
        site = make_site(code, BAD)
        SiteUnit.objects.create(
            city=make_city(), site=site, unit=unit, part=SitePart.RESPONSIBLE, since=FIRST - timedelta(days=30), at=AT
        )
    write_rounds(relapsed())
    watch()
    assert {alarm.unit for alarm in alarms()} == {None}


def test_points_of_an_alarm_climb_from_zero_to_its_height():
    write_rounds(relapsed())
    watch()
    alarm = alarms()[0]
    points = points_of(alarm)
    climb = [point.height for point in points if point.height is not None]
    assert climb[0] == alarm.lift
    assert climb[-1] == alarm.height
    assert [point.failed for point in points[: 12 - 4]] == [False] * 8


def test_tally_of_ninety_days_says_what_chance_would_have_given():
    write_rounds(relapsed())
    feeds = watch()
    told = tally_of(make_city(), on=AT.date())
    assert (told.alarms, told.unsaid) == (len(alarms()), 0)
    assert told.expected == pytest.approx(sum(feed.micro_expected for feed in feeds) / 1e6)
    assert 0 < told.expected <= 12 * 41 / 50


def test_judge_an_alarm_keeps_who_and_what_once():
    write_rounds(relapsed())
    watch()
    said = judge_relapse(alarm=alarms()[0], outcome="real", note="占道又回来了", by=make_account(SUPERVISOR), at=AT)
    assert (said.outcome, said.note) == ("real", "占道又回来了")
    assert Event.objects.in_city(make_city()).get(kind="relapse.judged").data == {
        "alarm": alarms()[0].pk,
        "outcome": "real",
    }
    with pytest.raises(RelapseRefusedError, match="judged_already"):
        judge_relapse(alarm=alarms()[0], outcome="once", note="", by=officer(), at=AT)
    assert RelapseVerdict.objects.in_city(make_city()).count() == 1


@pytest.mark.parametrize("person", [LEADER, LIAISON, AUDITOR])
def test_judge_an_alarm_by_others_is_refused(person):
    write_rounds(relapsed())
    watch()
    with pytest.raises(PermissionDenied):
        judge_relapse(alarm=alarms()[0], outcome="real", note="", by=make_account(person), at=AT)


def test_set_settings_holds_for_rounds_fed_from_then_on():
    set_relapse_settings(city=make_city(), per_month=1, times=2, by=officer(), at=AT)
    row = set_relapse_settings(city=make_city(), per_month=20, times=3, by=officer(), at=AT)
    assert (row.per_month, row.times) == (20, 3)
    write_rounds(quiet(300, 1))
    (feed,) = watch_relapses(city=make_city(), by=officer(), at=AT)
    assert feed.run == round(300 * 30 / 90 / 20)
    with pytest.raises(PermissionDenied):
        set_relapse_settings(city=make_city(), per_month=1, times=2, by=make_account(LEADER), at=AT)


def test_say_manner_twice_keeps_one_and_tells_each_change():
    (round_,) = write_rounds(quiet(1, 1), manner="")
    for drawn in (True, True, False):
        say_manner(round_=round_, manner="incognito", drawn=drawn, by=officer(), at=AT)
    assert round_.manner.drawn is False
    assert Event.objects.in_city(make_city()).filter(kind="round.manner_said").count() == 2
    assert say_manner(round_=round_, manner="announced", drawn=True, by=None, at=AT).manner == "announced"
    with pytest.raises(PermissionDenied):
        say_manner(round_=round_, manner="incognito", drawn=True, by=make_account(LEADER), at=AT)
