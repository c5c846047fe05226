"""A record of a city for every place of an address: so that the list of addresses can be opened and tested."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from wenming.api.models import AccessKey
from wenming.assessment.models import ForecastReader, LocalFormula, RelapseAlarm
from wenming.assessment.queries import results_of
from wenming.burden.models import Ask
from wenming.campaigns.models import (
    Campaign,
    Clearance,
    Milestone,
    Recheck,
    Responsibility,
    ResponsibilityChange,
    ResponsibilityImport,
    Title,
    TitleChange,
    WatchEntry,
)
from wenming.draws.models import Draw
from wenming.engine.responsibility import clauses_of
from wenming.evidence.models import Evidence, Finding
from wenming.inspections.models import FieldRound, ImportRow, NameAlias, RoundImport, RoutePlan, Team, TeamMember, Visit
from wenming.inspections.queries import rounds_in
from wenming.issues.models import (
    DraftPhoto,
    DuplicatePair,
    Issue,
    IssueDraft,
    IssuePaper,
    IssuePaste,
    IssuePhoto,
    LeaderNote,
    LedgerExport,
    LedgerImport,
    LookBack,
    MajorClass,
    MinorClass,
    SavedView,
    SweepSite,
)
from wenming.kernel.models import City, JobRun, StoredFile
from wenming.materials.models import (
    Application,
    BatchFile,
    Filing,
    FilingPart,
    MaterialItem,
    NoticeObjection,
    PaperBatch,
    PaperCheck,
    PaperMark,
    Programme,
    Requirement,
    UnitTitle,
    VersionPaper,
)
from wenming.messaging.models import Channel, Delivery, Notice
from wenming.organisations.models import Person, Post, Tenure, Unit, UnitAlias, UnitGroup
from wenming.organisations.queries.accounts import accounts_in
from wenming.sites.models import Site, SiteChief, SiteImport, SitePhoto, SiteType, SiteUnit
from wenming.standards.models import Checklist, Edition, Example, StandardImport
from wenming.standards.queries import standard_of
from wenming.standards.queries.handbook import adopted_in
from wenming.supervision.models import (
    Appeal,
    AppealPhoto,
    Decision,
    DecisionKind,
    ListRule,
    ListRuleVersion,
    ListRun,
    Suggestion,
)

FIXED = {
    word: word
    for word in (
        "brief",
        "department",
        "district",
        "docx",
        "lock",
        "remind",
        "rename",
        "sites",
        "small",
        "svg",
        "webhook",
        "xlsx",
    )
} | {"no_secret": "no-such-secret", "first": 1, "no_file": "00000000-0000-4000-8000-000000000000"}
"""Words of an address that are no records."""


def example(name: str, city: City) -> Any:
    """Return what fills a place of an address in this city, None where the city has nothing of the kind."""
    return FIXED[name] if name in FIXED else _KINDS[name](city)


def _first(rows: QuerySet, column: str = "pk") -> Any:
    """Return a column of the oldest row."""
    return rows.order_by("pk").values_list(column, flat=True).first()


def _node(city: City) -> str | None:
    """Return the code of the root of the standard of the newest round."""
    results = results_of(list(rounds_in(city)[:1]), city)
    return results[0].round.edition.code if results else None


def _site_type(city: City) -> str | None:
    return next(iter(adopted_in(city).crosswalk.site_types), None)


def _check_item(city: City) -> str | None:
    """Return the first check item of that type of site."""
    wanted = _site_type(city)
    items = adopted_in(city).crosswalk.items.values()
    return next((item.code for item in items if item.site_type == wanted), None)


def _open_table(city: City, column: str) -> Any:
    """Return a column of the first table of responsibilities that is being checked."""
    return _first(ResponsibilityImport.objects.in_city(city).filter(state="checking"), column)


def _clause(city: City) -> str | None:
    """Return the first clause of the standard of the first campaign."""
    campaign = Campaign.objects.in_city(city).select_related("edition").order_by("pk").first()
    return clauses_of(standard_of(campaign.edition))[0].code if campaign else None


def _issue(city: City, column: str) -> Any:
    """Return a column of the first issue at that site which a unit disposes of, else of any."""
    rows = Issue.objects.in_city(city).filter(state="dispatched")
    return _first(rows.filter(site=_place(city, "pk")), column) or _first(rows, column)


def _asked(city: City, column: str) -> Any:
    """Return a column of the site of a check that waits for its answer; the one first in the register before others."""
    rows = SweepSite.objects.in_city(city).filter(answer="")
    return _first(rows.filter(site=_place(city, "pk")), column) or _first(rows, column)


def _visit(city: City) -> Any:
    """Return a visit that waits for the first inspector."""
    inspector = _first(Post.objects.in_city(city).filter(role="inspector"), "account")
    today = timezone.now().astimezone(city.zone).date()
    return _first(LookBack.objects.in_city(city).filter(visitor=inspector, result="", due_on__lte=today))


def _place(city: City, column: str) -> Any:
    """Return a column of the site that stands first in the register."""
    return Site.objects.in_city(city).order_by("code").values_list(column, flat=True).first()


def _field(city: City, *states: str) -> Any:
    """Return the first field round in one of these states."""
    return _first(FieldRound.objects.in_city(city).filter(state__in=states))


def _walked(city: City, model: Any, *states: str) -> Any:
    """Return the first team, member or visit of that round."""
    return _first(model.objects.in_city(city).filter(field_round=_field(city, *states)))


_KINDS: dict[str, Callable[[City], Any]] = {
    "formula": lambda city: _first(LocalFormula.objects.in_city(city)),
    "ask": lambda city: _first(Ask.objects.in_city(city).filter(withdrawn_at=None)),
    "burdened": lambda city: _first(Ask.objects.in_city(city).filter(withdrawn_at=None), "unit"),
    "draw": lambda city: (
        _first(Draw.objects.in_city(city).filter(keeper=None, state="sealed")) or _first(Draw.objects.in_city(city))
    ),
    "draw_over": lambda city: _first(Draw.objects.in_city(city).exclude(secret="")),
    "access_key": lambda city: _first(AccessKey.objects.in_city(city)),
    "campaign": lambda city: _first(Campaign.objects.in_city(city)),
    "channel": lambda city: _first(Channel.objects.in_city(city).filter(account=None)),
    "delivery": lambda city: _first(Delivery.objects.in_city(city).filter(channel=_KINDS["channel"](city))),
    "appeal": lambda city: _first(Appeal.objects.in_city(city).filter(state="open")),
    "appeal_photo": lambda city: _first(AppealPhoto.objects.in_city(city)),
    "appeal_row": lambda city: _first(Appeal.objects.in_city(city).filter(observation__isnull=False), "observation"),
    "decision": lambda city: _first(Decision.objects.in_city(city).filter(withdrawal__isnull=True)),
    "decision_kind": lambda city: _first(DecisionKind.objects.in_city(city)),
    "list_draft": lambda city: _first(ListRuleVersion.objects.in_city(city).filter(state="draft")),
    "list_rule": lambda city: _first(ListRule.objects.in_city(city)),
    "list_run": lambda city: (
        _first(ListRun.objects.in_city(city).filter(state="draft")) or _first(ListRun.objects.in_city(city))
    ),
    "suggestion": lambda city: _first(Suggestion.objects.in_city(city).filter(state="open")),
    "account": lambda city: _first(accounts_in(city)),
    "chief": lambda city: _first(SiteChief.objects.in_city(city).filter(site=_place(city, "pk"))),
    "clause": _clause,
    "duty_campaign": lambda city: _first(ResponsibilityChange.objects.in_city(city), "campaign"),
    "duty_change": lambda city: _first(ResponsibilityChange.objects.in_city(city)),
    "duty_unit": lambda city: _first(
        Responsibility.objects.in_city(city).filter(campaign=_KINDS["duty_campaign"](city)), "unit"
    ),
    "kind_of_place": lambda city: _first(SiteType.objects.in_city(city)),
    "photo": lambda city: _first(SitePhoto.objects.in_city(city).filter(site=_place(city, "pk"))),
    "place": lambda city: _place(city, "pk"),
    "site_import": lambda city: _first(SiteImport.objects.in_city(city)),
    "site_unit": lambda city: _first(SiteUnit.objects.in_city(city)),
    "table_campaign": lambda city: _open_table(city, "campaign"),
    "table_import": lambda city: _open_table(city, "pk"),
    "token": lambda city: _place(city, "token"),
    "check_item": _check_item,
    "checklists": lambda city: _first(Checklist.objects.in_city(city), "code"),
    "clearance": lambda city: _first(Clearance.objects.in_city(city).filter(answered_on=None)),
    "material_item": lambda city: _first(MaterialItem.objects.in_city(city).filter(state="submitted")),
    "material_paper": lambda city: _first(
        VersionPaper.objects.in_city(city).filter(version__item=_KINDS["material_item"](city)), "paper"
    ),
    "material_batch": lambda city: _first(PaperBatch.objects.in_city(city)),
    "material_batch_file": lambda city: _first(BatchFile.objects.in_city(city).filter(file__isnull=False)),
    "material_mark": lambda city: _first(PaperMark.objects.in_city(city).filter(removed_at=None)),
    "paper_check": lambda city: _first(PaperCheck.objects.in_city(city)),
    "programme": lambda city: _first(Programme.objects.in_city(city)),
    "application": lambda city: _first(Application.objects.in_city(city).filter(state="noticed")),
    "objection": lambda city: _first(NoticeObjection.objects.in_city(city)),
    "unit_title": lambda city: _first(UnitTitle.objects.in_city(city).filter(status="held")),
    "material_clause": lambda city: _first(Requirement.objects.in_city(city), "node"),
    "filing": lambda city: _first(Filing.objects.in_city(city).filter(number=2)),
    "filing_part": lambda city: _first(FilingPart.objects.in_city(city)),
    "requirement": lambda city: _first(Requirement.objects.in_city(city)),
    "evidence": lambda city: _first(Evidence.objects.in_city(city)),
    "field_member": lambda city: _walked(city, TeamMember, "running"),
    "field_over": lambda city: _field(city, "written", "ended"),
    "field_running": lambda city: _field(city, "running"),
    "field_team": lambda city: _walked(city, Team, "running"),
    "route_plan": lambda city: _walked(city, RoutePlan, "running"),
    "today": lambda city: timezone.now().astimezone(city.zone).date().isoformat(),
    "field_visit": lambda city: _walked(city, Visit, "running"),
    "field_visit_over": lambda city: _walked(city, Visit, "written", "ended"),
    "finding": lambda city: _first(Finding.objects.in_city(city).exclude(kind="same_scene")),
    "edition": lambda city: _first(Edition.objects.in_city(city), "code"),
    "ledger_export": lambda city: _first(LedgerExport.objects.in_city(city)),
    "ledger_import": lambda city: _first(LedgerImport.objects.in_city(city)),
    "issue_view": lambda city: _first(SavedView.objects.in_city(city)),
    "issue": lambda city: _issue(city, "number"),
    "issue_key": lambda city: _issue(city, "pk"),
    "leader_note": lambda city: (
        _first(LeaderNote.objects.in_city(city).filter(issue=_issue(city, "pk")))
        or _first(LeaderNote.objects.in_city(city))
    ),
    "look_back": _visit,
    "forecast_reader": lambda city: _first(ForecastReader.objects.in_city(city)),
    "relapse": lambda city: _first(RelapseAlarm.objects.in_city(city)),
    "sweep": lambda city: _asked(city, "sweep"),
    "sweep_site": lambda city: _asked(city, "pk"),
    "category_file": lambda city: _first(StoredFile.objects.in_city(city).filter(name="问题类别.yaml")),
    "duplicate_pair": lambda city: _first(DuplicatePair.objects.in_city(city)),
    "major_class": lambda city: _first(MajorClass.objects.in_city(city)),
    "minor_class": lambda city: _first(MinorClass.objects.in_city(city)),
    "draft_photo": lambda city: _first(DraftPhoto.objects.in_city(city)),
    "issue_draft": lambda city: _first(IssueDraft.objects.in_city(city)),
    "issue_paste": lambda city: _first(IssuePaste.objects.in_city(city)),
    "issue_reported": lambda city: _first(Issue.objects.in_city(city), "number"),
    "issue_paper": lambda city: _first(IssuePaper.objects.in_city(city)),
    "issue_photo": lambda city: _first(IssuePhoto.objects.in_city(city)),
    "group": lambda city: _first(UnitGroup.objects.in_city(city)),
    "import_row": lambda city: _first(ImportRow.objects.in_city(city).filter(import_of__file=None)),
    "job_run": lambda city: _first(JobRun.objects.filter(event__city=city)),
    "milestone": lambda city: _first(Milestone.objects.in_city(city)),
    "node": _node,
    "notice": lambda city: _first(Notice.objects.in_city(city)),
    "person": lambda city: _first(Person.objects.in_city(city)),
    "picture": lambda city: _first(Example.objects.in_city(city).filter(file__isnull=False)),
    "post": lambda city: _first(Post.objects.in_city(city)),
    "recheck": lambda city: _first(Recheck.objects.in_city(city).filter(done_on=None)),
    "roster": lambda city: _first(StoredFile.objects.in_city(city).filter(name__contains="单位和人员")),
    "field_round_over": lambda city: _first(FieldRound.objects.in_city(city).filter(state="ended")),
    "round": lambda city: rounds_in(city).values_list("number", flat=True).first(),
    "round_alias": lambda city: _first(NameAlias.objects.in_city(city)),
    "round_entry": lambda city: _first(RoundImport.objects.in_city(city).filter(file=None)),
    "round_import": lambda city: _first(RoundImport.objects.in_city(city).filter(state="checking", file__isnull=False)),
    "site": lambda city: _place(city, "code"),
    "site_type": _site_type,
    "standard_draft": lambda city: _first(StandardImport.objects.in_city(city).filter(draft__isnull=False)),
    "standard_import": lambda city: _first(StandardImport.objects.in_city(city).filter(file__isnull=False)),
    "tenure": lambda city: _first(Tenure.objects.in_city(city)),
    "title": lambda city: _first(Title.objects.in_city(city)),
    "title_change": lambda city: _first(TitleChange.objects.in_city(city)),
    "unit": lambda city: _first(Unit.objects.in_city(city)),
    "unit_alias": lambda city: _first(UnitAlias.objects.in_city(city)),
    "watch_entry": lambda city: _first(WatchEntry.objects.in_city(city)),
}
"""What a place of an address stands for -> how to find one."""
