"""The one table: event -> jobs. News travels upward only through here."""

from __future__ import annotations

from wenming.issues.workflow import EVENTS
from wenming.kernel.actions import enqueue
from wenming.kernel.enums import JobState
from wenming.kernel.models import Event, JobRun
from wenming.materials.workflow import APPLICATION_EVENTS, TITLE_EVENTS

_TELL = ("wenming.issues.tasks.notices.tell_of_issue", "fast")
_LOOK = ("wenming.evidence.tasks.look_at_sent", "long")
_MATERIAL = ("wenming.materials.tasks.collecting.tell_of_change", "fast")
_OPEN_FOUND = ("wenming.inspections.tasks.open_found", "long")

JOBS: dict[str, tuple[tuple[str, str], ...]] = {
    "chain.check_asked": (("wenming.organisations.tasks.check_asked_chain", "long"),),
    "round_import.reading_asked": (("wenming.inspections.tasks.read_asked_import", "long"),),
    "round_import.writing_asked": (("wenming.inspections.tasks.write_asked_import", "long"),),
    "site_import.writing_asked": (("wenming.sites.tasks.write_asked_register", "long"),),
    **{
        f"calendar.{what}": (("wenming.issues.tasks.retiming.retime_city", "long"),)
        for what in ("seeded", "written", "day_set", "day_cleared", "hours_set")
    },
    "ledger_import.writing_asked": (("wenming.issues.tasks.ledgers.write_asked_ledger", "long"),),
    "ledger_export.asked": (("wenming.issues.tasks.ledgers.write_asked_export", "long"),),
    "post.appointed": (("wenming.messaging.tasks.tell_of_post", "fast"),),
    "post.delegated": (("wenming.messaging.tasks.tell_of_post", "fast"),),
    "post.ended": (("wenming.messaging.tasks.tell_of_post", "fast"),),
    "round.written": (("wenming.assessment.tasks.assess_written_round", "fast"),),
    # a round that was written, and one whose rows were corrected on appeal
    "round.assessed": (("wenming.assessment.tasks.leagues.rank_assessed_round", "long"),),
    "local_formula.started": (("wenming.assessment.tasks.leagues.rank_by_new_formula", "long"),),
    "field_round.ended": (_OPEN_FOUND,),
    "proposal_model.asked": (("wenming.issues.tasks.proposals.learn_asked", "long"),),
    "forecast.asked": (("wenming.assessment.tasks.forecasts.make_asked", "long"),),
    "edition_move.applied": (("wenming.assessment.tasks.carry_moved_targets", "fast"),),
    # issues: everybody whom a step concerns is told
    **dict.fromkeys(EVENTS.values(), (_TELL,)),
    "issue.reported": (_TELL, ("wenming.issues.tasks.proposals.look_at_reported", "fast"), _LOOK),
    # photos come with these: what is like them in the archive is looked for
    **{EVENTS[action]: (_TELL, _LOOK) for action in ("answer", "self_handle", "pass", "close", "rework")},
    # the field: pictures of what came in, then what is like them in the archive
    "field.records_received": (("wenming.inspections.tasks.show_known_files", "long"), _OPEN_FOUND),
    "field.file_kept": (("wenming.inspections.tasks.show_kept_file", "long"),),
    "field.pictures_made": (_LOOK, _OPEN_FOUND),
    "issue.photos_added": (_LOOK,),
    "route_plan.asked": (("wenming.inspections.tasks.plan_asked_routes", "long"),),
    # materials: a unit is told what is asked of it and what came back; what it has done ends its tasks
    "material.asked": (("wenming.materials.tasks.collecting.tell_of_new", "fast"),),
    **dict.fromkeys(("material.returned", "material.waived"), (_MATERIAL,)),
    # what was handed in is read, and laid beside what is there
    "material.submitted": (_MATERIAL, ("wenming.materials.tasks.checking.read_submitted", "long")),
    "material_batch.archive_received": (("wenming.materials.tasks.batches.unpack_asked", "long"),),
    # a filing: each step brings the next, until it is whole; a closed year locks its items in portions
    **dict.fromkeys(("filing.asked", "filing.gone_on"), (("wenming.materials.tasks.filing.continue_filing", "long"),)),
    **dict.fromkeys(
        ("filing.archived", "filing.items_locked"), (("wenming.materials.tasks.filing.lock_more", "long"),)
    ),
    "filing.check_asked": (("wenming.materials.tasks.filing.check_asked", "long"),),
    # mass creation: the office is told what came in, a unit what became of it; reminders of re-checks end; titles of units that have ended
    **dict.fromkeys(APPLICATION_EVENTS.values(), (("wenming.materials.tasks.creation.tell_of_step", "fast"),)),
    **dict.fromkeys(TITLE_EVENTS.values(), (("wenming.materials.tasks.creation.tell_of_title", "fast"),)),
    **dict.fromkeys(
        ("unit.merged", "unit.split", "unit.closed"), (("wenming.materials.tasks.creation.tell_of_unit", "fast"),)
    ),
    "site.photo_shown": (("wenming.evidence.tasks.look_at_sites", "long"),),
}
"""Kind of event -> (dotted path of the job, cluster). A job takes the Event and may run more than once without harm."""


def dispatch(event_id: int) -> int:
    """Queue every job of an event that is not done yet; delivering the same event twice queues nothing twice."""
    event = Event.objects.across_cities().get(pk=event_id)
    queued = 0
    for path, cluster in JOBS.get(event.kind, ()):
        run, created = JobRun.objects.get_or_create(job=path, event=event)
        if created or run.state == JobState.WAITING:
            enqueue("wenming.kernel.tasks.run_job", run.pk, cluster=cluster)
            queued += 1
    return queued
