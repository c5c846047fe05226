"""Suggestions, decisions and appeals as their pages show them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wenming.engine.scoring.display import rate_text, score_text
from wenming.issues.schemas.case import issue_url
from wenming.kernel.models import City
from wenming.kernel.schemas import milli_text, moment_text
from wenming.supervision.enums import AppealInput, AppealState, SuggestionGround, SuggestionState
from wenming.supervision.models import Appeal, Decision, DecisionKind, ListEntry, ListRun, Suggestion
from wenming.supervision.schemas.lists import band_view, mark_pill, period_text, state_pill, value_text

_SUGGESTIONS = {
    SuggestionState.OPEN: ("warn", "half"),
    SuggestionState.TAKEN: ("ok", "check"),
    SuggestionState.DECLINED: ("", "dash"),
}
_APPEALS = {
    AppealState.OPEN: ("warn", "half"),
    AppealState.UPHELD: ("ok", "check"),
    AppealState.REJECTED: ("bad", "cross"),
    AppealState.WITHDRAWN: ("", "back"),
}


def kind_name(kind: DecisionKind) -> str:
    """Return the name of a kind in the language of the page."""
    return kind.name_en if kind.name_en and (get_language() or "").startswith("en") else kind.name


def facts_text(suggestion: Suggestion) -> str:
    """Return in words what a suggestion rests on."""
    facts = suggestion.facts
    ground = SuggestionGround(suggestion.ground)
    if ground in {SuggestionGround.BAND, SuggestionGround.CONSECUTIVE}:
        said = {**facts, "value": rate_text(Fraction(facts["of"], facts["per"])) if facts["per"] else ""}
        text = _("%(group)s第 %(place)s 名，%(value)s；名次区间第 %(first)s–%(last)s 名") % said
        if facts["times"] > 1:
            text += _("；连续 %(times)s 次上黑榜") % facts
        return text + ("" if facts["sure"] else _("；仅凭本期名次尚不能与黑榜外的单位区分"))
    if ground == SuggestionGround.RECURRENCE:
        return _("%(site)s的“%(minor)s”办结后 90 天内又发生，这是第 %(times)s 次以上") % facts
    return _("群众诉求已催办 %(times)s 次，没有一次答复") % facts


def suggestion_view(one: Suggestion, *, may: bool) -> dict[str, Any]:
    """Return a suggestion with its facts, who decides, and what came of it."""
    city, (tone, shape) = one.city, _SUGGESTIONS[SuggestionState(one.state)]
    open_ = may and one.state == SuggestionState.OPEN
    return {
        "unit": one.unit.name,
        "kind": kind_name(one.kind),
        "ground": str(SuggestionGround(one.ground).label),
        "body": one.body or _("有权决定的机关"),
        "facts": facts_text(one),
        "about": period_text(one.entry.run) if one.entry else one.issue.number if one.issue else "",
        "about_url": reverse("supervision:list", args=[city.slug, one.entry.run_id])
        if one.entry
        else issue_url(city, one.issue.number)
        if one.issue
        else "",
        "state": {"label": str(SuggestionState(one.state).label), "tone": tone, "shape": shape},
        "made": moment_text(one.made_at, city),
        "paper": one.decision.paper_number if one.decision else "",
        "reason": one.reason,
        "take_url": reverse("supervision:suggestion_take", args=[city.slug, one.pk]) if open_ else "",
        "decline_url": reverse("supervision:suggestion_decline", args=[city.slug, one.pk]) if open_ else "",
    }


def decision_view(one: Decision, *, may: bool) -> dict[str, Any]:
    """Return a record of a decision."""
    city, gone = one.city, getattr(one, "withdrawal", None)
    return {
        "kind": kind_name(one.kind),
        "praise": one.kind.is_praise,
        "unit": one.unit.name,
        "day": formats.date_format(one.decided_on, "DATE_FORMAT"),
        "paper": one.paper_number,
        "body": one.body,
        "note": one.note,
        "about": period_text(one.entry.run) if one.entry else one.issue.number if one.issue else "",
        "gone": gone.reason if gone else "",
        "withdraw_url": reverse("supervision:decision_withdraw", args=[city.slug, one.pk]) if may and not gone else "",
    }


def appeal_state(state: str) -> dict[str, str]:
    """Return the pill of an appeal."""
    tone, shape = _APPEALS[AppealState(state)]
    return {"label": str(AppealState(state).label), "tone": tone, "shape": shape}


def appeal_line(one: Appeal, *, at: Any) -> dict[str, Any]:
    """Return an appeal as a row of the appeals."""
    return {
        "url": reverse("supervision:appeal", args=[one.city.slug, one.pk]),
        "unit": one.unit.name,
        "input": str(AppealInput(one.input).label),
        "about": one.issue.text if one.issue else one.observation.site if one.observation else "",
        "state": appeal_state(one.state),
        "filed": moment_text(one.filed_at, one.city),
        "due": moment_text(one.due_at, one.city),
        "late": one.state == AppealState.OPEN and one.due_at < at,
    }


def input_pairs(one: Appeal, city: City) -> list[dict[str, str]]:
    """Return the input that an appeal is about, with where it is found."""
    if one.issue is not None:
        return [
            {
                "name": _("问题"),
                "value": f"{one.issue.number} {one.issue.text}",
                "url": issue_url(city, one.issue.number),
            },
            {"name": _("现责任单位"), "value": one.issue.unit.name if one.issue.unit else ""},
            {"name": _("状态"), "value": one.issue.get_state_display()},
        ]
    row = one.observation
    if row is None:
        return []
    return [
        {"name": _("轮次"), "value": row.round.name},
        {"name": _("测评条目"), "value": row.written},
        {"name": _("点位"), "value": row.site},
        {"name": _("现扣分"), "value": milli_text(1000 - row.milli)},
    ]


def correction_text(one: Appeal, units: dict[int, str]) -> str:
    """Return in words what an upheld appeal changed of the input."""
    before, after = one.correction.get("before"), one.correction.get("after")
    if one.input == AppealInput.OBSERVATION:
        said = {"before": milli_text(1000 - int(before or 0)), "after": milli_text(1000 - int(after or 0))}
        return _("扣分由 %(before)s 更正为 %(after)s") % said
    if one.input == AppealInput.ISSUE_UNIT:
        said = {"before": units.get(int(before or 0), ""), "after": units.get(int(after or 0), "")}
        return _("责任单位由 %(before)s 更正为 %(after)s") % said
    return _("更正为按时处置") if one.input == AppealInput.ISSUE_IN_TIME else _("不再计为问题")


def pair_view(label: str, run: ListRun | None, entry: ListEntry | None, size: int) -> dict[str, Any] | None:
    """Return what a list said of the unit, before or after."""
    if run is None:
        return None
    found: dict[str, Any] = {
        "label": label,
        "url": reverse("supervision:list", args=[run.city.slug, run.pk]),
        "number": run.number,
        "state": state_pill(run.state),
    }
    if entry is not None:
        value, of, per = value_text(entry.of, entry.per, run.version.kind)
        band = band_view(entry.place, entry.first or 0, entry.last or 0, size) if entry.place else None
        found |= {"value": value, "of": of, "per": per, "place": entry.place, "size": size, "mark": mark_pill(entry.mark), "band": band, "times": entry.times}  # fmt: skip
    return found


def scores_text(one: Appeal) -> str:
    """Return the score of the round before and after."""
    if one.run_before is None or one.run_after is None:
        return ""
    said = {
        "before": score_text(Fraction(one.run_before.score)),
        "after": score_text(Fraction(one.run_after.score)),
        "of": score_text(Fraction(one.run_after.attainable)),
    }
    return _("本轮总分由 %(before)s 变为 %(after)s（满分 %(of)s）") % said
