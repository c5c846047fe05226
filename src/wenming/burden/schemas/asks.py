"""Requests, and what was refused, as rows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.burden.enums import AskKind, AskPurpose, RefusalReason
from wenming.burden.models import Ask, RefusedAsk
from wenming.burden.schemas.refusals import measure_name
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text


def ask_row(ask: Ask, city: City, *, may_withdraw: bool) -> dict[str, Any]:
    """Return one request."""
    gone = ask.withdrawn_at is not None
    takes_back = may_withdraw and not gone and ask.purpose == AskPurpose.OTHER
    return {
        "number": ask.pk,
        "unit": ask.unit.name,
        "community": ask.community.name if ask.community else "",
        "what": f"{AskKind(ask.kind).label} × {ask.count}",
        "minutes": ask.count * ask.minutes,
        "fact": ask.fact,
        "why": ask.why,
        "purpose": str(AskPurpose(ask.purpose).label),
        "by": ask.by.name if ask.by else pgettext("burden", "系统"),
        "at": moment_text(ask.at, city),
        "gone": gone,
        "withdraw_url": reverse("burden:withdraw", args=[city.slug, ask.pk]) if takes_back else "",
    }


def refused_row(row: RefusedAsk, city: City) -> dict[str, Any]:
    """Return one thing that was not asked, with the numbers."""
    numbers = {
        "measure": measure_name(row.measure) if row.measure else "",
        "used": row.used,
        "wanted": row.wanted,
        "most": row.most,
    }
    text = (
        _("已经要过（要求 %(number)s）") % {"number": row.earlier_id}
        if row.reason == RefusalReason.REPEAT
        else _("%(measure)s：已用 %(used)s，再要 %(wanted)s，上限 %(most)s") % numbers
    )
    return {
        "unit": row.unit.name,
        "what": f"{AskKind(row.kind).label} · {AskPurpose(row.purpose).label}",
        "fact": row.fact,
        "reason": str(RefusalReason(row.reason).label),
        "text": text,
        "by": row.by.name if row.by else pgettext("burden", "系统"),
        "at": moment_text(row.at, city),
    }
