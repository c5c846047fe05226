"""Photos that ask for a second look: one repair sent for three places, and what looks alike but is not; see ``evidence``."""

from __future__ import annotations

from datetime import datetime, timedelta

from wenming.evidence.actions import look_at_new
from wenming.evidence.models import Evidence
from wenming.issues.actions import Report, accept_issue, answer_issue, dispatch_issue, file_issue, report_issue
from wenming.issues.models import Issue, MinorClass
from wenming.issues.seeds.issues import Cast
from wenming.issues.seeds.pictures import busy_photo, used_again
from wenming.kernel.models import City
from wenming.sites.models import Site

HOUR = timedelta(hours=1)
TEXT = "沿街墙面有小广告 {n} 处"
TOLD = 4
"""The first photos are looked at here, so that there is something to see at once; the others wait for the job like anybody's."""


def seed_proofs(*, city: City, cast: Cast, at: datetime) -> None:
    """Let one after-photo be sent for three sites (again, mirrored, cut), and one notice hang at two sites, which is nothing."""
    sites = list(Site.objects.in_city(city).filter(ends_on=None).select_related("area").order_by("code")[:6])
    minor = (
        MinorClass.objects.in_city(city)
        .filter(unit__isnull=False)
        .select_related("unit", "city")
        .order_by("order", "pk")[0]
    )
    seed = f"{city.slug}/proof"
    clean = busy_photo(seed, dirty=False)
    photos = [
        (busy_photo(seed, dirty=True), clean),
        (busy_photo(f"{seed}/1", dirty=True), used_again(clean, mirrored=True)),
        (busy_photo(f"{seed}/2", dirty=True), used_again(clean, cut=0.4)),
        (busy_photo(f"{seed}/3", dirty=True), clean),
        (busy_photo(f"{seed}/4", dirty=True, notice="公约"), busy_photo(f"{seed}/4", dirty=False, notice="公约")),
        (busy_photo(f"{seed}/5", dirty=True, notice="公约"), busy_photo(f"{seed}/5", dirty=False, notice="公约")),
    ]
    issues = [
        _settled(
            Report(text=TEXT.format(n=number + 2), source="patrol", site=site, minor=minor),
            pair,
            cast,
            at - timedelta(days=6 - number),
        )
        for number, (site, pair) in enumerate(zip(sites, photos, strict=False))
    ]
    told = Evidence.objects.in_city(city).filter(matter__in=[issue.number for issue in issues]).order_by("pk")[:TOLD]
    look_at_new(city=city, only=list(told), by=None, at=at)


def _settled(report: Report, photos: tuple[bytes, bytes], cast: Cast, since: datetime) -> Issue:
    """Report with the first photo, and answer with the second."""
    minor = report.minor
    if minor is None or minor.unit is None:
        raise LookupError("the category names no unit of the rehearsal city")
    issue = report_issue(city=minor.city, report=report, photos=[("现场.jpg", photos[0])], by=cast.office, at=since)
    accept_issue(issue=issue, by=cast.office, at=since + HOUR / 2)
    file_issue(issue=issue, by=cast.office, at=since + HOUR)
    dispatch_issue(issue=issue, unit=minor.unit, by=cast.office, at=since + 2 * HOUR)
    return answer_issue(
        issue=issue, text="已清理干净", photos=[("整改后.jpg", photos[1])], by=cast.office, at=since + 5 * HOUR
    )
