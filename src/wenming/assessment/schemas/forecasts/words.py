"""Words of forecasts: the gap, what is missing with where it is mended, clauses, sources of the error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.assessment.queries.forecasts.gathering import UNREGISTERED
from wenming.engine.forecast import Lack, Shortfall, SpreadSource
from wenming.kernel.models import City

SOURCES: dict[SpreadSource, Promise] = {
    SpreadSource.SITES: gettext_lazy("测评组抽到哪些点位"),
    SpreadSource.IGNORANCE: gettext_lazy("我们还不了解的情况"),
    SpreadSource.ASSESSORS: gettext_lazy("测评组与我们尺度不同"),
    SpreadSource.SURVEY: gettext_lazy("问卷问到哪些人"),
    SpreadSource.MATERIALS: gettext_lazy("材料是否被认可"),
}
NAMED = 4
"""So many types stand in a line; of more it is said how many."""
SETTINGS, GRADES, SITES, ROUNDS = (
    "assessment:forecast_settings",
    "materials:grades",
    "sites:sites",
    "inspections:field_rounds",
)
LACKS: dict[Lack, tuple[Promise, str, Promise]] = {
    Lack.PARTS: (gettext_lazy("三部分的分值还没有写明"), SETTINGS, gettext_lazy("写分值")),
    Lack.LINE: (gettext_lazy("达标线还没有写明"), SETTINGS, gettext_lazy("写达标线")),
    Lack.TYPES: (
        gettext_lazy("近一年没有说明检查方式的实地轮次，也没有测评组的抽查安排"),
        ROUNDS,
        gettext_lazy("去安排暗访"),
    ),
    Lack.FRAME: (
        gettext_lazy("%(where)s：点位台账里的点位比测评组要抽的或我们看过的还少"),
        SITES,
        gettext_lazy("补台账"),
    ),
    Lack.PLAN: (gettext_lazy("%(where)s：测评组看几个点位、每个查几项，还没有写"), SETTINGS, gettext_lazy("写安排")),
    Lack.SITES: (gettext_lazy("%(where)s：近一年没有随机暗访过"), ROUNDS, gettext_lazy("去安排暗访")),
    Lack.SURVEY: (
        gettext_lazy(
            "问卷：近一年我们自己问过 %(have)s 个社区，至少要 %(need)s 个；平台暂时不收问卷，纸质、电话调查的结果可以写进设置"
        ),
        SETTINGS,
        gettext_lazy("写问卷结果"),
    ),
    Lack.SURVEY_PLAN: (gettext_lazy("问卷：测评组问多少人，还没有写"), SETTINGS, gettext_lazy("写安排")),
    Lack.CLAUSES: (gettext_lazy("材料：没有要评分的条目"), GRADES, gettext_lazy("去材料评分")),
    Lack.RATINGS: (gettext_lazy("材料：%(need)s 个条目里评过 %(have)s 个"), GRADES, gettext_lazy("去材料评分")),
    Lack.AGREEMENT: (
        gettext_lazy("材料：与往年官方审核比对过 %(have)s 份，至少要 %(need)s 份"),
        SETTINGS,
        gettext_lazy("写比对结果"),
    ),
    Lack.RIVALS: (gettext_lazy("问了名次，却没有同组城市的成绩"), SETTINGS, gettext_lazy("写同组城市")),
}
"""What is missing -> how that is said, the page on which it is mended, and what the link says."""


def type_word(key: str) -> str:
    """Return what a type of sites is called."""
    return _("台账外的点位") if key == UNREGISTERED else key


def lacks_of(missing: list[dict[str, Any]], city: City, *, office: bool) -> list[dict[str, str]]:
    """Return what is missing, one line for what is lacking alike at several types, with where it is mended; settings are the office's alone."""
    alike: dict[Lack, list[dict[str, Any]]] = {}
    for one in missing:
        alike.setdefault(Lack(one["code"]), []).append(one)
    lines = []
    for code, ones in alike.items():
        text, page, link = LACKS[code]
        facts = {"where": _where(ones), "have": f"{ones[0]['have']:g}", "need": f"{ones[0]['need']:g}"}
        url = reverse(page, args=[city.slug]) if office or page != SETTINGS else ""
        lines.append({"text": str(text) % facts, "url": url, "link": str(link)})
    return lines


def _where(ones: list[dict[str, Any]]) -> str:
    """Name the types, the first few of many with how many there are."""
    names = _("、").join(type_word(one["where"]) for one in ones[:NAMED])
    if len(ones) <= NAMED:
        return names
    return _("%(names)s等 %(n)s 类") % {"names": names, "n": len(ones)}


def shortfall_from(facts: Mapping[str, Any]) -> Shortfall:
    """Return the gap of a kept answer; its losses stay as they are kept."""
    return Shortfall(**{**facts, "losses": ()})


def gap_sentence(gap: Shortfall) -> str:
    """Return the first line of every forecast: how many points are missing."""
    facts: dict[str, Any] = {"have": f"{gap.have:.2f}", "line": f"{gap.line or 0:g}"}
    if gap.short is None or gap.short_at_most is None:
        return _("按自查有 %(have)s 分，没有写达标线") % facts
    facts |= {"short": f"{abs(gap.short):.2f}", "most": f"{gap.short_at_most:.2f}"}
    if gap.open and gap.short_at_most > 0:
        if gap.short > 0:
            return _("按自查有 %(have)s 分，离 %(line)s 分差 %(short)s 至 %(most)s 分") % facts
        return _("按自查有 %(have)s 分，离 %(line)s 分最多差 %(most)s 分") % facts
    if gap.short > 0:
        return _("按自查有 %(have)s 分，离 %(line)s 分差 %(short)s 分") % facts
    return _("按自查有 %(have)s 分，够 %(line)s 分") % facts


def reached_word(gap: Shortfall) -> tuple[str, str]:
    """Say whether the line is reached, with the tone of it: surely, surely not, or nobody knows yet."""
    if gap.short is None or gap.short_at_most is None:
        return _("还说不了"), "mute"
    if gap.short_at_most <= 0:
        return _("按自查够了"), "ok"
    return (_("没有达标"), "bad") if gap.short > 0 else (_("还不知道"), "warn")
