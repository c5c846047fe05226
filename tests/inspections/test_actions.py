"""Writing, leaving out, dropping and taking back rounds."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import (
    AUDITOR,
    ELSEWHERE,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    NOBODY,
    OFFICER,
    OPERATOR,
    STRANGER,
    SUPERVISOR,
    make_account,
    make_city,
)
from tests.rounds import AT, make_edition, make_import, make_round, row, workbook
from wenming.inspections.actions import (
    NotPossibleError,
    accept_names,
    drop_import,
    revoke_round,
    start_import,
    write_round,
)
from wenming.inspections.models import Observation, ObservationUnit, Round
from wenming.inspections.queries import area_statistics, node_statistics, rounds_in, unit_statistics
from wenming.kernel.models import Event, StoredFile
from wenming.kernel.queries.events import verify_chain

pytestmark = pytest.mark.django_db
ROWS = [
    row(deduction=0.2, serial=1),
    row(site="主要交通路口2", units=("平安建设局", "客运交通局"), serial=2),
    row("公共服务10", "社区1", 1, area="", units=(), serial=3),
]
OTHERS = (LEADER, SUPERVISOR, LIAISON, INSPECTOR, AUDITOR, OPERATOR, STRANGER, NOBODY)


def write(import_, **options):
    return write_round(import_=import_, by=make_account(OFFICER), at=AT, **{"partial": False, **options})


def statistics(round_):
    return node_statistics([round_], round_.city)[round_.pk]


def kinds(slug: str = HOME) -> list[str]:
    events = Event.objects.in_city(make_city(slug)).order_by("number")
    return [event.kind for event in events if event.kind != "edition.adopted"]


def test_write_round_keeps_every_row_as_it_was_written():
    round_ = write(make_import(ROWS))
    rows = [
        (seen.row, seen.serial, seen.node.code != "", seen.written, seen.site, seen.area, seen.milli)
        for seen in Observation.objects.in_city(round_.city).order_by("row").select_related("node")
    ]
    assert rows == [
        (2, "1", True, "文明交通1", "主要交通路口1", "望河街道", 800),
        (3, "2", True, "文明交通1", "主要交通路口2", "望河街道", 1000),
        (4, "3", True, "公共服务10", "社区1", "", 0),
    ]
    assert sorted(ObservationUnit.objects.in_city(round_.city).values_list("observation__row", "name")) == [
        (2, "平安建设局"),
        (3, "客运交通局"),
        (3, "平安建设局"),
    ]


def test_write_round_is_one_event_with_the_digest_of_its_rows():
    round_ = write(make_import(ROWS))
    assert kinds() == ["round_import.started", "round.written"]
    event = Event.objects.in_city(round_.city).get(kind="round.written")
    assert (event.data["rows"], event.data["left_out"], len(event.data["rows_digest"])) == (3, 0, 64)
    assert verify_chain(round_.city).whole


def test_write_round_with_problems_is_refused_until_somebody_decides():
    import_ = make_import([*ROWS, row(deduction="差")])
    with pytest.raises(NotPossibleError, match="problems"):
        write(import_)
    assert Round.objects.in_city(import_.city).count() == 0
    round_ = write(import_, partial=True)
    assert Observation.objects.in_city(round_.city).count() == 3
    assert round_.left_out == 1


def test_write_round_without_any_usable_row_is_refused():
    with pytest.raises(NotPossibleError, match="nothing_usable"):
        write(make_import([row(deduction="差")]), partial=True)


def test_write_round_twice_is_refused():
    import_ = make_import(ROWS)
    write(import_)
    with pytest.raises(NotPossibleError, match="not_in_check"):
        write(import_)


def test_write_round_numbers_rounds_per_city():
    assert [make_round(ROWS).number, make_round(ROWS).number, make_round(ROWS, ELSEWHERE).number] == [1, 2, 1]


def test_accept_names_makes_the_rows_usable_and_can_be_taken_back():
    import_ = make_import([row("文明交迪1")])
    with pytest.raises(NotPossibleError):
        write(import_)
    code = make_edition().nodes.get(name="文明交通").children.get().code
    officer = make_account(OFFICER)
    accept_names(import_=import_, names={"文明交迪1": code}, by=officer, at=AT)
    import_ = accept_names(import_=import_, names={"文明交迪1": ""}, by=officer, at=AT)
    assert import_.accepted == {}
    import_ = accept_names(import_=import_, names={"文明交迪1": code}, by=officer, at=AT)
    assert statistics(write(import_)) == {code: (1, 1000)}


def test_drop_import_leaves_nothing_but_the_file():
    import_ = drop_import(import_=make_import(ROWS), by=make_account(OFFICER), at=AT)
    assert (import_.state, StoredFile.objects.in_city(import_.city).count()) == ("dropped", 1)
    with pytest.raises(NotPossibleError):
        write(import_)


def test_revoke_round_within_a_day_takes_it_out_of_every_list():
    round_ = make_round(ROWS)
    revoke_round(round_=round_, reason="传错了文件", by=make_account(OFFICER), at=AT + timedelta(hours=23))
    assert list(rounds_in(round_.city)) == []
    assert Observation.objects.in_city(round_.city).count() == 3
    with pytest.raises(NotPossibleError, match="too_late"):
        revoke_round(round_=round_, reason="再次", by=make_account(OFFICER), at=AT)


def test_revoke_round_after_a_day_is_refused():
    round_ = make_round(ROWS)
    with pytest.raises(NotPossibleError, match="too_late"):
        revoke_round(round_=round_, reason="迟了", by=make_account(OFFICER), at=AT + timedelta(hours=24))


@pytest.mark.parametrize("somebody", OTHERS, ids=lambda person: person.username)
def test_actions_by_anybody_but_the_office_are_refused(somebody):
    import_, account = make_import(ROWS), make_account(somebody)
    for action in (
        lambda: write_round(import_=import_, partial=True, by=account, at=AT),
        lambda: accept_names(import_=import_, names={}, by=account, at=AT),
        lambda: drop_import(import_=import_, by=account, at=AT),
        lambda: start_import(
            city=import_.city,
            edition=import_.edition,
            name="x",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 1, 1),
            file_name="x",
            chunks=[workbook(ROWS)],
            by=account,
            at=AT,
        ),
    ):
        with pytest.raises(PermissionDenied):
            action()
    round_ = write(import_)
    with pytest.raises(PermissionDenied):
        revoke_round(round_=round_, reason="x", by=account, at=AT)


def test_statistics_count_whole_numbers_per_node_area_and_unit():
    round_ = make_round(ROWS)
    assert sorted(statistics(round_).values()) == [(1, 0), (2, 1800)]
    assert area_statistics(round_) == [("", 1, 0), ("望河街道", 2, 1800)]
    assert set(unit_statistics(round_)) == {("客运交通局", 1, 1000), ("平安建设局", 2, 1800), ("", 1, 0)}
