"""``forecast run``: how many points are missing and by which clauses; what else must be known; and only then how probable the result is.

``forecast recompute [CITY]``: every kept forecast computed again from its kept inputs.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.assessment.queries.forecasts.kept import recomputed_forecasts
from wenming.assessment.schemas.forecasts.words import SOURCES, gap_sentence
from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.engine.forecast import (
    ENGINE_VERSION,
    EVALUATIONS,
    Answer,
    Chance,
    Crew,
    FileError,
    Forecast,
    Lack,
    Loss,
    Missing,
    Problem,
    ScorePart,
    Shortfall,
    answer_to,
    digest_of_problem,
    read_problem,
)
from wenming.inspections.enums.routes import route_file_words
from wenming.kernel.models import City

MOST_EVALUATIONS = 1_000_000
SHOWN = 10
PARTS: dict[ScorePart, Promise] = {
    ScorePart.FIELD: gettext_lazy("实地考察"),
    ScorePart.FILING: gettext_lazy("材料"),
    ScorePart.SURVEY: gettext_lazy("问卷"),
}
LACKS: dict[Lack, Promise] = {
    Lack.PARTS: gettext_lazy("各部分的分值（parts）"),
    Lack.LINE: gettext_lazy("达标线（line）"),
    Lack.TYPES: gettext_lazy("点位类型及其权重（types）"),
    Lack.FRAME: gettext_lazy("%(where)s：名册只有 %(have)s 个，至少应有 %(need)s 个（frame）"),
    Lack.PLAN: gettext_lazy("%(where)s：测评组看几个点位、每个查几项（drawn, checks）"),
    Lack.SITES: gettext_lazy("%(where)s：还没有随机抽查过（sites）"),
    Lack.SURVEY: gettext_lazy("问卷：问过 %(have)s 个社区，至少要 %(need)s 个（survey）"),
    Lack.SURVEY_PLAN: gettext_lazy("问卷：测评组问多少人（survey_plan）"),
    Lack.CLAUSES: gettext_lazy("材料条目及其分值（clauses）"),
    Lack.RATINGS: gettext_lazy("材料：%(need)s 条里审过 %(have)s 条（rating）"),
    Lack.AGREEMENT: gettext_lazy("材料：与官方审核比对过 %(have)s 份，至少要 %(need)s 份（agreed, reviewed）"),
    Lack.RIVALS: gettext_lazy("同组城市的成绩（rivals）"),
}


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``forecast`` and its verb."""
    verbs = nouns.add_parser("forecast").add_subparsers(dest="verb", metavar="VERB", required=True)
    run = verbs.add_parser("run", help=_("先算差几分、差哪几条；数据齐了再预测正式测评结果"))
    run.add_argument("problem", metavar="FORECAST.json", type=Path, help=_("数据：写法见 docs/howto/forecast.md"))
    run.add_argument("--seed", required=True, metavar="N", type=int, help=_("随机种子，整数；同样的种子得同样的结果"))
    run.add_argument("--evaluations", metavar="N", type=int, default=EVALUATIONS, help=_("模拟多少次测评，默认 10000"))
    run.add_argument("--threads", metavar="N", type=int, default=1, help=_("用几个线程；不影响结果"))
    run.add_argument(
        "--digest", action="store_true", help=_("只写出指纹：数据、版本、种子合在一起，公布结果之前先存证")
    )
    run.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    run.set_defaults(run=run_forecast)
    again = verbs.add_parser("recompute", help=_("从存下的输入重算每一次存证的预测，逐位核对；什么也不写"))
    again.add_argument("city", nargs="?", metavar="CITY", help=_("只核对这个城市"))
    again.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    again.set_defaults(run=run_recompute)


def run_forecast(arguments: argparse.Namespace) -> int:
    """Answer; 1 where nothing can be said about chances yet."""
    if not 0 <= arguments.seed < 1 << 64:
        raise CannotDoError(_("种子应为 0 到 2⁶⁴−1 的整数；请改 --seed"))
    if not 1 <= arguments.evaluations <= MOST_EVALUATIONS or not 1 <= arguments.threads <= 64:
        raise CannotDoError(_("次数在 1 到 1000000 之间，线程在 1 到 64 之间"))
    problem = _read(arguments.problem)
    given = {"seed": arguments.seed, "evaluations": arguments.evaluations}
    if arguments.digest:
        digest = digest_of_problem(problem, **given)
        if arguments.json:
            show_json({"digest": digest, **given})
        else:
            show(digest)
        return FINE
    with ThreadPoolExecutor(arguments.threads) as pool:
        answer = answer_to(problem, **given, crew=Crew(arguments.threads, pool.map))
    if arguments.json:
        show_json(_facts(answer))
    else:
        show("\n".join(_told(answer)))
    return FINE if answer.forecast else FINDINGS


def run_recompute(arguments: argparse.Namespace) -> int:
    """Compute kept forecasts again; 0 where every digest is the same, 1 where some differ."""
    cities = City.objects.order_by("slug")
    if arguments.city:
        cities = cities.filter(slug=arguments.city)
    found = {city.slug: recomputed_forecasts(city) for city in cities}
    if arguments.city and not found:
        raise CannotDoError(_("没有城市 %(slug)s") % {"slug": arguments.city})
    differing = {
        slug: [{"forecast": run.pk, "digests": list(names)} for run, names in rows if names]
        for slug, rows in found.items()
    }
    if arguments.json:
        cities_told = [
            {"city": slug, "forecasts": len(rows), "differences": differing[slug]} for slug, rows in found.items()
        ]
        show_json({"engine": ENGINE_VERSION, "cities": cities_told})
    else:
        for slug, rows in found.items():
            facts = {"city": slug, "runs": len(rows), "differing": len(differing[slug])}
            line = (
                _("%(city)s：重算 %(runs)s 次预测，%(differing)s 次不一致")
                if differing[slug]
                else _("%(city)s：重算 %(runs)s 次预测，全部一致")
            )
            show(line % facts)
            for one in differing[slug]:
                show(f"  {one['forecast']}: {', '.join(one['digests'])}")
    return FINDINGS if any(differing.values()) else FINE


def _read(path: Path) -> Problem:
    """Return the problem of a file."""
    try:
        return read_problem(path.read_bytes())
    except OSError as fault:
        raise CannotDoError(_("打不开 %(path)s（%(reason)s）") % {"path": path, "reason": fault.strerror}) from fault
    except FileError as fault:
        raise CannotDoError(f"{path.name}: {route_file_words(fault)}") from fault


def _facts(answer: Answer) -> dict[str, Any]:
    """Return the answer as a document: the fields of the engine's records, chances with the words people are shown."""
    facts = asdict(answer)
    facts["missing"] = [{**asdict(one), "text": _missing_words(one)} for one in answer.missing]
    found = answer.forecast
    if found:
        told = facts["forecast"]
        told["reaches"]["text"] = found.reaches.text
        if found.passes:
            told["passes"]["text"] = found.passes.text
        told["ranks"] = [{"place": place, **_chance_facts(chance)} for place, chance in found.ranks]
        for one, scenario in zip(told["scenarios"], found.scenarios, strict=True):
            one["reaches"]["text"] = scenario.reaches.text
    return facts


def _chance_facts(chance: Chance) -> dict[str, Any]:
    return {**asdict(chance), "text": chance.text}


def _told(answer: Answer) -> list[str]:
    """Return the answer as lines: first the gap."""
    lines = [*_gap_lines(answer.shortfall)]
    if answer.missing:
        lines += [_("还不能说概率，缺："), *(f"  {_missing_words(one)}" for one in answer.missing)]
    if answer.forecast:
        lines += _forecast_lines(answer.forecast)
    return [*lines, _("指纹 %(digest)s") % {"digest": answer.digest}]


def _gap_lines(gap: Shortfall) -> list[str]:
    facts = {"open": f"{gap.open:.2f}", "n": gap.enough}
    lines = [gap_sentence(gap)]
    if gap.open:
        lines.append(_("还有 %(open)s 分没有查过，不知道得不得") % facts)
    if gap.losses:
        lines.append(_("失分最多的条目："))
        lines += [f"  −{loss.points:.2f}  {_loss_words(loss)}" for loss in gap.losses[:SHOWN]]
    if gap.short is not None and gap.short > 0:
        lines.append(_("补上前 %(n)s 条就够") % facts if gap.enough else _("这些条目全补上也不够"))
    return lines


def _loss_words(loss: Loss) -> str:
    return " ".join(part for part in (str(PARTS[loss.part]), loss.type, loss.clause) if part)


def _missing_words(one: Missing) -> str:
    return str(LACKS[one.code]) % {"where": one.where, "have": f"{one.have:g}", "need": f"{one.need:g}"}


def _forecast_lines(found: Forecast) -> list[str]:
    """Return the forecast, the chance of the line first."""
    lines = [_("达标的把握 %(chance)s") % {"chance": found.reaches.text}]
    if found.passes:
        lines.append(_("经省级推荐并达标 %(chance)s") % {"chance": found.passes.text})
    lines += [_("进前 %(n)s 名 %(chance)s") % {"n": place, "chance": chance.text} for place, chance in found.ranks]
    middle = {f"{one.level:g}": one for one in found.quantiles}
    facts = {
        "low": f"{middle['0.05'].points:.1f}",
        "high": f"{middle['0.95'].points:.1f}",
        "error": f"{middle['0.5'].error:.2f}",
    }
    facts["middle"] = f"{middle['0.5'].points:.1f}"
    lines.append(_("得分多半在 %(low)s 至 %(high)s 之间，居中 %(middle)s（模拟误差 %(error)s）") % facts)
    lines.append(_("误差从哪里来："))
    lines += [f"  {share.share * 100:.0f} %  {SOURCES[share.source]}" for share in found.shares]
    if found.drivers:
        lines.append(_("先补哪几条（把握增加）："))
        lines += [
            f"  +{one.chance * 100:.1f} %  {one.points:+.2f}  {_loss_words(Loss(one.part, one.type, one.clause, 0.0))}"
            for one in found.drivers[:SHOWN]
        ]
    if found.lessons:
        lines.append(_("下一次查哪一类最长见识："))
        lines += [f"  {one.share * 100:.0f} %  {one.type}" for one in found.lessons[:SHOWN]]
    for one in found.scenarios:
        lines.append(_("假如 %(key)s：达标的把握 %(chance)s") % {"key": one.scenario.key, "chance": one.reaches.text})
    return lines
