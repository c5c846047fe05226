"""Rows of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wenming.issues.enums import IssueSource
from wenming.issues.models import Issue
from wenming.issues.schemas.lamps import Lamps, reworked_view
from wenming.issues.schemas.links import issue_url, preview_url
from wenming.kernel.models import City
from wenming.organisations.models import Unit

_SHORT = {
    IssueSource.INSPECTION: "实地",
    IssueSource.HOTLINE: "12345",
    IssueSource.CITIZEN: "群众",
    IssueSource.CITY_MANAGEMENT: "城管",
}


def issue_rows(
    city: City, issues: Sequence[Issue], lamps: Lamps, *, pick: bool, chosen: Collection[int] = (), listed: str = ""
) -> str:
    """Return the body of the ledger; with ``pick`` each row has a box to choose it by; ``listed`` is the list that its links carry on."""
    texts = {
        "pick": _("选择"),
        "limit": _("剩余时限"),
        "number": _("编号"),
        "place": _("点位／位置"),
        "unit": _("责任单位"),
        "node": _("测评条目"),
        "source": pgettext("column", "来源"),
        "state": _("状态"),
        "urgent": _("紧急"),
        "asks": _("有申请待答复"),
    }
    rows = [issue_row(city, issue, lamps, picked=issue.pk in chosen, listed=listed) for issue in issues]
    return render_to_string("issues/ledger_rows.html", {"rows": rows, "texts": texts, "pick": pick}, using="jinja2")


def issue_row(city: City, issue: Issue, lamps: Lamps, *, picked: bool = False, listed: str = "") -> dict[str, Any]:
    """Return one issue, formatted."""
    onward = f"?{urlencode({'list': listed})}" if listed else ""
    return {
        "pk": issue.pk,
        "number": issue.number,
        "short": short_number(issue, lamps),
        "url": issue_url(city, issue) + onward,
        "preview": preview_url(city, issue) + onward,
        "text": issue.text,
        "place": place_text(issue),
        "unit": unit_text(issue),
        "node": issue.node.code if issue.node else "",
        "node_pk": issue.node_id,
        "node_name": issue.node.name if issue.node else "",
        "source": str(IssueSource(issue.source).label),
        "source_short": source_short(issue.source),
        "lamp": lamps(issue),
        "state": reworked_view(issue),
        "urgent": issue.is_urgent,
        "asks": bool(getattr(issue, "asks", False)),
        "picked": picked,
    }


def short_number(issue: Issue, lamps: Lamps) -> str:
    """Return the number without the year where it is this one."""
    return issue.number.removeprefix(f"{lamps.at.astimezone(lamps.city.zone).year}-")


def source_short(source: str) -> str:
    """Return a source in a word or two: the short one that offices use, in Chinese."""
    label = str(IssueSource(source).label)
    return _SHORT.get(IssueSource(source), label) if get_language() != "en" else label


def unit_name(unit: Unit | None) -> str:
    """Return a unit's short name, "" for none."""
    return (unit.short_name or unit.name) if unit else ""


def unit_text(issue: Issue) -> str:
    """Return who has it: the unit that disposes of it, else the desk where it lies."""
    if issue.unit is not None:
        return unit_name(issue.unit)
    if issue.desk is not None:
        return _("%(unit)s（待派）") % {"unit": unit_name(issue.desk)}
    return ""


def place_text(issue: Issue) -> str:
    """Return where it is, in as few words as say it."""
    return issue.place or (issue.site.name if issue.site else "") or (issue.area.name if issue.area else "")


def category_text(issue: Issue) -> str:
    """Return the category in the reader's language."""
    minor = issue.minor
    if minor is None:
        return pgettext("category", "未定小类")
    return minor.name_en if get_language() == "en" and minor.name_en else minor.name


def facts_of(issue: Issue, lamps: Lamps) -> Mapping[str, str]:
    """Return the facts that several pages show of an issue."""
    return {
        "category": category_text(issue),
        "area": unit_name(issue.area),
        "source": str(IssueSource(issue.source).label),
        "reported": lamps.moment(issue.reported_at),
    }
