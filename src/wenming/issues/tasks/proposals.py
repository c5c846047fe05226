"""What workers do with proposals: look at what was just reported, and learn from what was decided, by night or when asked."""

from __future__ import annotations

from django.utils import timezone

from wenming.issues.actions.automatic import take_automatically
from wenming.issues.actions.duplicates import note_duplicates
from wenming.issues.actions.learning import learn_city
from wenming.issues.models import Issue, ProposalModel
from wenming.issues.queries.learning import decided_count
from wenming.kernel.models import City, Event


def look_at_reported(event: Event) -> None:
    """Find what a report may repeat, and take it without asking where the city has switched that on."""
    key = int(event.subject.partition(":")[2])
    issue = Issue.objects.in_city(event.city).select_related("city", "site", "area").get(pk=key)
    pairs = note_duplicates(issue=issue, by=None, at=timezone.now())
    # what may be known already waits for a person
    if not pairs:
        take_automatically(issue=issue, at=timezone.now())


def learn_asked(event: Event) -> None:
    """Learn now, because somebody asked for it."""
    learn_city(city=event.city, by=event.by, at=timezone.now())


def learn_cities() -> int:
    """Learn in every city that has decided more since the last time."""
    learned = 0
    for city in City.objects.all():
        last = ProposalModel.objects.in_city(city).order_by("-number").values_list("cases", flat=True).first()
        if decided_count(city) != last:
            learned += learn_city(city=city, by=None, at=timezone.now()) is not None
    return learned
