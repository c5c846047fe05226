"""What of field rounds needs its planner, for the home page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.inspections.enums import FieldRoundState
from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork.rounds import rounds_to_tend
from wenming.inspections.rules import plans_field_rounds
from wenming.kernel.models import Account, City


def field_todo(account: Account, city: City, *, today: date) -> list[dict[str, str]]:
    """Return the field rounds that wait for this person: to be planned further, to be looked after, to be ended, to be written. One query."""
    if not plans_field_rounds(account, city):
        return []
    return [item for one in rounds_to_tend(account, city) if (item := _item(one, today))]


def _item(one: FieldRound, today: date) -> dict[str, str] | None:
    """Return one round as a thing to do, None where it goes its way."""
    if one.state == FieldRoundState.PLANNING:
        return _todo(one, "field_plan", "warn", _("还在安排，尚未开始"), pgettext("button", "接着安排"))
    if one.state == FieldRoundState.ENDED:
        return _todo(one, "field_write", "warn", _("已收工，尚未写成结果"), pgettext("button", "去写成"))
    if one.ends_on < today:
        return _todo(one, "field_round", "bad", _("结束日期已过，还没有收工"), pgettext("button", "去收工"))
    if one.waiting:
        text = ngettext("有 %(count)s 个点位看不了，可以换备选", "有 %(count)s 个点位看不了，可以换备选", one.waiting)
        return _todo(one, "field_round", "warn", text % {"count": one.waiting}, pgettext("button", "去看"))
    return None


def _todo(one: FieldRound, page: str, tone: str, text: str, action: str) -> dict[str, str]:
    """Return the row."""
    return {
        "tone": tone,
        "state": str(FieldRoundState(one.state).label),
        "title": one.name,
        "text": text,
        "url": reverse(f"inspections:{page}", args=[one.city.slug, one.pk]),
        "action": action,
    }
