"""The town in which every page has something to show, and the list of all pages with the people who see them."""

from __future__ import annotations

from django.utils import timezone

from tests.assessment.rows import open_alarm
from tests.browser.sights import (
    accounts,
    campaigns,
    channels,
    decomposition,
    entrance,
    evidence,
    fieldwork,
    inbox,
    issues_case,
    issues_intake,
    issues_ledger,
    issues_lookbacks,
    issues_papers,
    issues_proposals,
    issues_rates,
    issues_tables,
    materials,
    organisation,
    places,
    proof,
    register,
    responsibility,
    rounds,
    routes,
    scores,
    standards,
    supervision,
)
from tests.issues.cases import send_to_look_back
from tests.people import ELSEWHERE, HOME, INSPECTOR, LEADER, OFFICER, make_account, make_cast, make_city
from tests.rounds import make_import, make_round

SUBJECTS = (
    entrance, inbox, channels, rounds, scores, standards, organisation, responsibility, campaigns, decomposition, register, places, accounts,
    evidence, fieldwork, routes, issues_case, issues_intake, issues_ledger, issues_papers, issues_proposals, issues_rates, issues_tables, proof,
    supervision, issues_lookbacks, materials,
)  # fmt: skip
SIGHTS = tuple(sight for subject in SUBJECTS for sight in subject.SIGHTS)


def make_town() -> None:
    """Two written rounds, one workbook that waits, one written in part, one stopped job; the cast and an empty city."""
    from wenming.kernel.models import Event, JobRun
    from wenming.rehearsal.seeds import seed_city

    city = seed_city(slug=HOME, name="清河市", name_en="Qinghe", at=timezone.now())
    make_cast()
    make_city(ELSEWHERE)
    make_round(rounds.DAMAGED, name="补测", at=timezone.now())
    make_import([("第四轮", "无表头"), ("文明交通1", 0.2)], name="第四轮", head=("问题", "备注"))
    rounds.make_typed(city)
    standards.make_standards(city)
    campaigns.make_moves(city)
    rounds.settle_a_name(city)
    register.make_imports(city)
    issues_tables.make_tables(city)
    scores.set_targets(city)
    open_alarm(city)
    scores.tell_a_forecast()
    standards.show_examples(city)
    decomposition.adopt_a_table(city)
    places.show_sites(city)
    send_to_look_back(city, make_account(INSPECTOR), by=make_account(OFFICER))
    issues_intake.paste_a_chat(city)
    inbox.make_inbox(city)
    channels.make_channels(city)
    entrance.give_second_factors(make_account(LEADER))
    event = Event.objects.in_city(city).order_by("number").first()
    JobRun.objects.create(event=event, job="wenming.x.tasks.tell_units", state="dead", attempts=5, error="OSError: 113")
