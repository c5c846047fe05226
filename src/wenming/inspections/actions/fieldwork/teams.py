"""Who walks: teams and their members."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.inspections.actions.fieldwork.steps import OPEN, locked, record, require
from wenming.inspections.models import FieldRound, Team, TeamMember, Visit
from wenming.inspections.queries.fieldwork.rounds import members_of, teams_of
from wenming.inspections.rules import WALKS, keeps_field_round
from wenming.kernel.models import Account
from wenming.organisations.rules import roles_of


@transaction.atomic
def add_team(*, field_round: FieldRound, name: str, firm: str = "", by: Account, at: datetime) -> Team:
    """Found a team; ``firm`` is the outside firm that sends it. FieldRefusedError("not_open", "no_name", "team_taken")."""
    held = locked(field_round, by, keeps_field_round, OPEN, "not_open")
    name = name.strip()
    require(name, "no_name")
    require(not teams_of(held).filter(name=name).exists(), "team_taken")
    team = Team.objects.create(city=held.city, field_round=held, name=name, firm=firm.strip())
    record("team_added", held, by, at, team=team.pk)
    return team


@transaction.atomic
def remove_team(*, team: Team, by: Account, at: datetime) -> None:
    """Take an empty team away. FieldRefusedError("not_open", "team_busy")."""
    held = locked(team.field_round, by, keeps_field_round, OPEN, "not_open")
    require(not members_of(held).filter(team=team).exists(), "team_busy")
    record("team_removed", held, by, at, team=team.pk)
    Team.objects.in_city(held.city).filter(pk=team.pk).delete()


@transaction.atomic
def add_member(*, team: Team, account: Account, code: str, by: Account, at: datetime) -> TeamMember:
    """Let somebody walk who holds a post for it. FieldRefusedError("not_open", "no_name", "member_unfit", "member_taken")."""
    held = locked(team.field_round, by, keeps_field_round, OPEN, "not_open")
    code = code.strip()
    require(code, "no_name")
    require(roles_of(account, held.city) & WALKS, "member_unfit")
    known = members_of(held)
    require(not known.filter(account=account).exists() and not known.filter(code=code).exists(), "member_taken")
    member = TeamMember.objects.create(city=held.city, field_round=held, team=team, account=account, code=code)
    record("member_added", held, by, at, member=member.pk)
    return member


@transaction.atomic
def remove_member(*, member: TeamMember, by: Account, at: datetime) -> None:
    """Take somebody out who has no visit. FieldRefusedError("not_open", "member_busy")."""
    held = locked(member.field_round, by, keeps_field_round, OPEN, "not_open")
    require(not Visit.objects.in_city(held.city).filter(member=member).exists(), "member_busy")
    record("member_removed", held, by, at, member=member.pk)
    TeamMember.objects.in_city(held.city).filter(pk=member.pk).delete()
