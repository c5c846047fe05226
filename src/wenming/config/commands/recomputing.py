"""``round recompute [CITY]``: every stored result computed again from the rows, digit by digit."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.assessment.enums import LeagueLevel
from wenming.assessment.models import MaterialRun, Run
from wenming.assessment.queries import Recomputed, recomputed_runs
from wenming.assessment.queries.leagues import RecomputedLeague, recomputed_leagues
from wenming.assessment.queries.levels import RecomputedLevels, recomputed_levels
from wenming.assessment.queries.parts import recomputed_material_runs
from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.engine import ENGINE_VERSION
from wenming.kernel.models import City

DIGESTS = {
    "edition": gettext_lazy("体系校验码"),
    "input": gettext_lazy("输入校验码"),
    "result": gettext_lazy("结果校验码"),
    "score": gettext_lazy("得分和满分"),
}

Papers = tuple[MaterialRun, tuple[str, ...]]
"""A kept score of papers with the names of what differs."""


def run_recompute(arguments: argparse.Namespace) -> int:
    """Recompute the runs of one city or of all; 0 where every digest is the same, 1 where some differ. Writes nothing."""
    cities = City.objects.order_by("slug")
    if arguments.city:
        cities = cities.filter(slug=arguments.city)
    found = [(city, recomputed_runs(city), _others(city)) for city in cities]
    papers = {city.slug: recomputed_material_runs(city) for city in cities}
    leagues = {city.slug: recomputed_leagues(city) for city in cities}
    levels = {city.slug: recomputed_levels(city) for city in cities}
    if arguments.city and not found:
        raise CannotDoError(_("没有城市 %(slug)s") % {"slug": arguments.city})
    if arguments.json:
        show_json(
            {
                "engine": ENGINE_VERSION,
                "cities": [
                    _answer(*city, papers[city[0].slug])
                    | _answer_leagues(leagues[city[0].slug])
                    | _answer_levels(levels[city[0].slug])
                    for city in found
                ],
            }
        )
    else:
        for city in found:
            _tell(*city)
            _tell_papers(city[0], papers[city[0].slug])
            _tell_leagues(city[0], leagues[city[0].slug])
            _tell_levels(city[0], levels[city[0].slug])
    differing = any(run.differing for _city, runs, _rest in found for run in runs)
    differing |= any(one.differing for kept in (leagues, levels) for rows in kept.values() for one in rows)
    return FINDINGS if differing or any(names for rows in papers.values() for _run, names in rows) else FINE


def _others(city: City) -> int:
    """Count the runs of other engine versions, which this one cannot vouch for."""
    return Run.objects.in_city(city).exclude(engine_version=ENGINE_VERSION).count()


def _answer(city: City, runs: list[Recomputed], others: int, papers: list[Papers]) -> dict[str, Any]:
    """Return a city's answer for machines."""
    return {
        "city": city.slug,
        "runs": len(runs),
        "other_versions": others,
        "differences": [
            {
                "round": one.run.round.number,
                "name": one.run.round.name,
                "run": one.run.pk,
                "at": one.run.at.isoformat(),
                "digests": list(one.differing),
            }
            for one in runs
            if one.differing
        ],
        "material_runs": len(papers),
        "material_differences": [
            {"run": run.pk, "year": run.year, "digests": list(names)} for run, names in papers if names
        ],
    }


def _tell(city: City, runs: list[Recomputed], others: int) -> None:
    """Print a city's lines: the count, then every run that differs."""
    differing = [one for one in runs if one.differing]
    facts = {"city": city.slug, "runs": len(runs), "differing": len(differing), "others": others}
    line = (
        _("%(city)s：重算 %(runs)s 次计分，%(differing)s 次不一致")
        if differing
        else _("%(city)s：重算 %(runs)s 次计分，全部一致")
    )
    rest = _("；另有 %(others)s 次由其他版本的引擎计算，没有核对") if others else ""
    show((line + rest) % facts)
    for one in differing:
        shown = {
            "number": one.run.round.number,
            "name": one.run.round.name,
            "run": one.run.pk,
            "digests": _digest_words(one.differing),
        }
        show(_("  第 %(number)s 轮“%(name)s”，计分 %(run)s：%(digests)s不同") % shown)


def _tell_papers(city: City, papers: list[Papers]) -> None:
    """Print how many kept scores of papers are the same again."""
    same, other = (
        _("%(city)s：重算 %(runs)s 次材料得分，全部一致"),
        _("%(city)s：重算 %(runs)s 次材料得分，%(differing)s 次不一致"),
    )
    lines = [
        _("  %(year)s 年材料得分 %(run)s：%(digests)s不同")
        % {"year": run.year, "run": run.pk, "digests": _digest_words(names)}
        for run, names in papers
        if names
    ]
    _tell_kept(city, len(papers), lines, same=same, other=other)


def _tell_kept(city: City, number: int, lines: Sequence[str], *, same: str, other: str) -> None:
    """Print how many kept results are the same again, then a line for each that is not; nothing where none was kept."""
    if not number:
        return
    show((other if lines else same) % {"city": city.slug, "runs": number, "differing": len(lines)})
    for line in lines:
        show(line)


def _digest_words(names: Iterable[str]) -> str:
    """Return what differs, in words."""
    return _("、").join(str(DIGESTS[name]) for name in names)


def _answer_leagues(leagues: list[RecomputedLeague]) -> dict[str, Any]:
    """Return what a city's leagues add to the answer for machines."""
    return {
        "leagues": len(leagues),
        "league_differences": [
            {"run": one.run.pk, "round": one.run.round.number, "level": one.run.level, "digests": list(one.differing)}
            for one in leagues
            if one.differing
        ],
    }


def _tell_leagues(city: City, leagues: list[RecomputedLeague]) -> None:
    """Print how many kept leagues are the same again."""
    same, other = (
        _("%(city)s：重算 %(runs)s 份排行，全部一致"),
        _("%(city)s：重算 %(runs)s 份排行，%(differing)s 份不一致"),
    )
    lines = [
        _("  第 %(number)s 轮%(level)s排行 %(run)s：%(digests)s不同")
        % {
            "number": one.run.round.number,
            "level": LeagueLevel(one.run.level).label,
            "run": one.run.pk,
            "digests": _digest_words(one.differing),
        }
        for one in leagues
        if one.differing
    ]
    _tell_kept(city, len(leagues), lines, same=same, other=other)


def _answer_levels(levels: list[RecomputedLevels]) -> dict[str, Any]:
    """Return what the kept levels of a city's rounds add to the answer for machines."""
    return {
        "levels": len(levels),
        "level_differences": [
            {"run": one.run.pk, "round": one.run.round.number, "digests": list(one.differing)}
            for one in levels
            if one.differing
        ],
    }


def _tell_levels(city: City, levels: list[RecomputedLevels]) -> None:
    """Print how many kept levels are the same again."""
    same, other = (
        _("%(city)s：重算 %(runs)s 轮的水平，全部一致"),
        _("%(city)s：重算 %(runs)s 轮的水平，%(differing)s 轮不一致"),
    )
    lines = [
        _("  第 %(number)s 轮的水平 %(run)s：%(digests)s不同")
        % {"number": one.run.round.number, "run": one.run.pk, "digests": _digest_words(one.differing)}
        for one in levels
        if one.differing
    ]
    _tell_kept(city, len(levels), lines, same=same, other=other)
