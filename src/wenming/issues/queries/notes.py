"""Leaders' notes: which there are, and which of them a person sees."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wenming.issues.enums import NoteState
from wenming.issues.models import LeaderNote
from wenming.issues.rules import SEES_OWN_ISSUES, sees_every_note, sees_notes
from wenming.kernel.models import Account, City
from wenming.organisations.models import Person
from wenming.organisations.rules import posts_now

RELATED = ("city", "issue", "leader", "unit", "proposed_by", "instructed_by", "assigned_by", "answered_by")


def notes_in(city: City) -> QuerySet[LeaderNote]:
    """Return the city's notes with what a list names: the open ones by their due day, then the rest, the newest first."""
    return LeaderNote.objects.in_city(city).select_related(*RELATED)


def notes_visible_to(account: Account, city: City) -> QuerySet[LeaderNote]:
    """Return the notes that the account may see: the office, supervisors and auditors all, a leader the own, a unit those it carries out."""
    notes = notes_in(city)
    if sees_every_note(account, city):
        return notes
    if not sees_notes(account, city):
        return notes.none()
    held = [post.unit_id for post in posts_now(account, city) if post.unit_id and post.role in SEES_OWN_ISSUES]
    return notes.filter(Q(leader__account=account.pk) | Q(unit__in=held))


def open_notes(notes: QuerySet[LeaderNote]) -> QuerySet[LeaderNote]:
    """Return those that nobody has reported back on."""
    return notes.exclude(state=NoteState.ANSWERED)


def leaders_in(city: City, *, on: object) -> QuerySet[Person]:
    """Return the people who lead something on a day: heads and deputies, in protocol order."""
    leads = Q(tenures__is_head=True) | Q(tenures__is_deputy=True)
    within = Q(tenures__starts_on__lte=on) & (Q(tenures__ends_on__isnull=True) | Q(tenures__ends_on__gte=on))
    people = Person.objects.in_city(city).filter(leads & within)
    return people.order_by("tenures__unit__position", "tenures__order", "pk")
