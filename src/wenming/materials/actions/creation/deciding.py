"""What the office puts down of an application: accepted, returned, recommended, under public notice, objections, named, not named."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from wenming.kernel.models import Account
from wenming.materials.actions.creation.entering import give_title
from wenming.materials.actions.creation.steps import begin, finish
from wenming.materials.actions.steps import require
from wenming.materials.enums.creation import ApplicationAction
from wenming.materials.models import Application, NoticeObjection, UnitTitle
from wenming.materials.queries.creation.conditions import conditions_of, open_materials


@transaction.atomic
def accept_application(*, application: Application, by: Account, at: datetime, words: str = "") -> Application:
    """Accept it: from now on the unit supplies the materials of the programme."""
    return finish(begin(application, ApplicationAction.ACCEPT, by, at), words=words)


@transaction.atomic
def return_application(*, application: Application, words: str, by: Account, at: datetime) -> Application:
    """Send it back to be mended. NotPossibleError("no_words")."""
    require(words.strip(), "no_words")
    return finish(begin(application, ApplicationAction.RETURN, by, at), words=words)


@transaction.atomic
def recommend_application(
    *, application: Application, on: date, paper: str, by: Account, at: datetime, words: str = ""
) -> Application:
    """Put down that it was recommended: every condition was checked and holds, nothing of the negative list stands against it, no material is missing.

    NotPossibleError: "no_paper", "conditions_open", "materials_open", "in_future".
    """
    require(paper.strip(), "no_paper")
    doing = begin(application, ApplicationAction.RECOMMEND, by, at, on)
    require(all(one.clear for one in conditions_of(doing.row)), "conditions_open")
    require(not open_materials(doing.row).exists(), "materials_open")
    return finish(doing, paper=paper, words=words)


@transaction.atomic
def publish_notice(
    *, application: Application, begins: date, until: date, by: Account, at: datetime, paper: str = ""
) -> Application:
    """Put down the public notice and its days, both included. NotPossibleError("in_future", "notice_short")."""
    doing = begin(application, ApplicationAction.PUBLISH, by, at, begins)
    row = doing.row
    require((until - begins).days + 1 >= row.programme.notice_days, "notice_short")
    row.notice_from, row.notice_until = begins, until
    return finish(doing, paper=paper, data={"until": until.isoformat()})


@transaction.atomic
def record_objection(
    *, application: Application, received_on: date, words: str, by: Account, at: datetime
) -> NoticeObjection:
    """Put down what was said against a candidate; who said it is not kept. NotPossibleError("no_words", "outside_notice", "in_future")."""
    require(words.strip(), "no_words")
    doing = begin(application, ApplicationAction.OBJECT, by, at, received_on)
    require(doing.row.notice_from <= received_on, "outside_notice")
    made = NoticeObjection.objects.create(
        city=doing.row.city, application=doing.row, received_on=received_on, words=words.strip()[:500], by=by, at=doing.at
    )  # fmt: skip
    finish(doing, data={"objection": made.pk})
    return made


@transaction.atomic
def settle_objection(
    *, objection: NoticeObjection, on: date, upheld: bool, outcome: str, by: Account, at: datetime
) -> NoticeObjection:
    """Put down what came of an objection. NotPossibleError("no_words", "settled_already", "outside_notice", "in_future")."""
    require(outcome.strip(), "no_words")
    doing = begin(objection.application, ApplicationAction.SETTLE, by, at, on)
    row = NoticeObjection.objects.in_city(objection.city).select_for_update().get(pk=objection.pk)
    require(row.settled_on is None, "settled_already")
    require(row.received_on <= on, "outside_notice")
    row.settled_on, row.upheld, row.outcome = on, upheld, outcome.strip()[:500]
    row.save(update_fields=["settled_on", "upheld", "outcome"])
    finish(doing, words=row.outcome, data={"objection": row.pk, "upheld": upheld})
    return row


@transaction.atomic
def name_unit(
    *, application: Application, on: date, paper: str, by: Account, at: datetime, valid_until: date | None = None
) -> UnitTitle:
    """Put down that the unit was named: its title goes into the ledger, valid for the years of the programme unless the paper says otherwise.

    NotPossibleError: "no_paper", "notice_runs", "objections_open", "holds_already", "validity_backwards", "in_future".
    """
    require(paper.strip(), "no_paper")
    doing = begin(application, ApplicationAction.NAME, by, at, on)
    row = doing.row
    require(on > row.notice_until, "notice_runs")
    require(not row.objections.filter(settled_on__isnull=True).exists(), "objections_open")
    title = give_title(
        row.programme, row.unit, on, paper=paper, by=by, at=doing.at, valid_until=valid_until, application=row
    )
    finish(doing, paper=paper, data={"title": title.pk, "valid_until": title.valid_until.isoformat()})
    return title


@transaction.atomic
def refuse_application(
    *, application: Application, on: date, words: str, by: Account, at: datetime, paper: str = ""
) -> Application:
    """Put down that it was not named, and why; what was asked for it falls away. NotPossibleError("no_words", "in_future")."""
    require(words.strip(), "no_words")
    return finish(begin(application, ApplicationAction.REFUSE, by, at, on), paper=paper, words=words)
