"""Alarms of relapse and the everyday level, as pages show them: every value ready to print."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.assessment.enums import RelapseOutcome
from wenming.assessment.models import RelapseAlarm
from wenming.assessment.queries.everyday import APART, INSIDE, OUTSIDE, Everyday, SidedRound
from wenming.assessment.queries.relapses import Point, Tally
from wenming.engine.contrasts import Contrast
from wenming.engine.intervals import Interval
from wenming.engine.monitoring.levels import SHORTEST, lift_of
from wenming.engine.monitoring.runlengths import half_alarmed, limit_for
from wenming.inspections.models import Round
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, days_text, moment_text, number_text

TOP = 100
PER_CENT = 100


def outcome_word(alarm: RelapseAlarm) -> str:
    """Say what was found at an alarm."""
    return str(RelapseOutcome(alarm.verdict.outcome).label) if hasattr(alarm, "verdict") else _("还没人看")


def tally_sentence(tally: Tally) -> str:
    """Say how many alarms there were and how many of them chance would have given."""
    if not tally.alarms:
        return _("近 90 天没有报警；即使什么都没变，平均也会碰巧报 %(expected)s 个。") % {
            "expected": _few(tally.expected)
        }
    return _("近 90 天 %(alarms)s 个报警，其中约 %(expected)s 个可能只是碰巧。") % {
        "alarms": number_text(tally.alarms),
        "expected": _few(tally.expected),
    }


def delay_sentence(times: int, run: int) -> str:
    """Say how soon a relapse is found: at a site that usually fails at 3 %, and fails at 15 % from one day on."""
    usual, after = 0.03, 0.15
    lift = lift_of(usual, times)
    looks = half_alarmed(after, rate=usual, lift=lift, limit=limit_for(usual, lift, max(SHORTEST, run)))
    return _("按现在的设置，一个点位平常 3%% 未符合，升到 15%% 以后，看 %(looks)s 次以内有一半会报警。") % {
        "looks": number_text(looks)
    }


def unsaid_sentence(rounds: int) -> str:
    """Say how many rounds move no chart, because nobody has said how they were done; "" for none."""
    if not rounds:
        return ""
    said = ngettext(
        "有 %(count)s 轮没有说明检查方式，没有入图。", "有 %(count)s 轮没有说明检查方式，没有入图。", rounds
    )
    return said % {"count": rounds}


def _few(expected: float) -> str:
    """Return a small expected number: one decimal below ten."""
    return f"{expected:.1f}" if expected < 10 else f"{expected:,.0f}"


def alarm_line(alarm: RelapseAlarm) -> dict[str, Any]:
    """Return an alarm as a line of the list."""
    slug = alarm.city.slug
    return {
        "url": reverse("assessment:relapse", args=[slug, alarm.pk]),
        "site": alarm.site,
        "name": alarm.node.name,
        "area": alarm.area or DASH,
        "unit": unit_word(alarm),
        "round": alarm.round.name,
        "on": days_text(alarm.round.ends_on, alarm.round.ends_on),
        "reasons": reasons_of(alarm),
        "seen": hasattr(alarm, "verdict"),
        "outcome": outcome_word(alarm),
        "tone": tone_of(alarm),
    }


def unit_word(alarm: RelapseAlarm) -> str:
    """Return the unit that answers by the register, else those that the row named."""
    return alarm.unit.name if alarm.unit else alarm.units_written or DASH


def tone_of(alarm: RelapseAlarm) -> str:
    """Return the pill's tone."""
    if not hasattr(alarm, "verdict"):
        return "warn"
    return "bad" if alarm.verdict.outcome == RelapseOutcome.REAL else "mute"


def reasons_of(alarm: RelapseAlarm) -> list[str]:
    """Say why there is an alarm."""
    usual = f"{alarm.level_milli / 10:.1f}%"
    first = _("未符合比平常（%(usual)s）密，累计 %(height)s，达到警戒线 %(limit)s") % {
        "usual": usual,
        "height": alarm.height,
        "limit": alarm.limit,
    }
    return [first, _("放在本轮全部监测图里看仍然突出")] if alarm.stands_out else [first]


def alarm_pairs(alarm: RelapseAlarm) -> list[dict[str, Any]]:
    """Return the facts of an alarm."""
    slug = alarm.city.slug
    rows = reverse("inspections:observations", args=[slug, alarm.round.number])
    return [
        {"name": pgettext("column", "点位"), "value": alarm.site},
        {"name": pgettext("column", "测评条目"), "value": f"{alarm.node.code} {alarm.node.name}"},
        {"name": pgettext("column", "属地"), "value": alarm.area or DASH},
        {"name": pgettext("column", "责任单位"), "value": unit_word(alarm)},
        {"name": pgettext("column", "轮次"), "value": alarm.round.name, "url": f"{rows}?site={alarm.site}"},
        {"name": _("报警时间"), "value": moment_text(alarm.opened_at, alarm.city)},
    ]


def chart_of(alarm: RelapseAlarm, points: list[Point]) -> dict[str, Any]:
    """Return the chart: places in per cent, the threshold, and its table."""
    top = max(alarm.height, alarm.limit) * 1.15
    climb = [point for point in points if point.height is not None]
    width = max(len(points) - 1, 1)

    def place(at: int, height: int) -> tuple[str, str]:
        return f"{4 + 92 * at / width:.2f}", f"{92 - 84 * height / top:.2f}"

    marks = []
    for at, point in enumerate(points):
        x, y = place(at, point.height or 0)
        marks.append({"x": f"{x}%", "y": f"{y}%", "failed": point.failed, "title": _point_title(point)})
    first = len(points) - len(climb)
    path = [place(at, point.height or 0) for at, point in enumerate(points) if at >= first]
    before = [place(first - 1, 0)] if first else []
    return {
        "marks": marks,
        "path": " ".join(f"{x},{y}" for x, y in [*before, *path]),
        "limit": f"{92 - 84 * alarm.limit / top:.2f}%",
        "base": "92%",
        "limit_word": _("警戒线 %(limit)s") % {"limit": alarm.limit},
        "rows": [_point_row(point) for point in reversed(points)],
        "label": _("%(site)s：%(count)s 次查看，其中 %(failed)s 次未符合；累计值到 %(height)s，警戒线 %(limit)s")
        % {
            "site": alarm.site,
            "count": len(points),
            "failed": sum(point.failed for point in points),
            "height": alarm.height,
            "limit": alarm.limit,
        },
    }


def _point_title(point: Point) -> str:
    """Return a look in words."""
    seen = _("未符合") if point.failed else _("符合")
    return f"{point.round.name} · {seen}"


def _point_row(point: Point) -> dict[str, Any]:
    """Return a look as a line of the chart's table."""
    return {
        "round": point.round.name,
        "on": days_text(point.round.ends_on, point.round.ends_on),
        "manner": manner_word(point.round),
        "failed": point.failed,
        "seen": _("未符合") if point.failed else _("符合"),
        "height": DASH if point.height is None else str(point.height),
    }


def manner_word(round_: Round) -> str:
    """Say how a round was done."""
    if not hasattr(round_, "manner"):
        return _("没有说明")
    chosen = _("随机抽取") if round_.manner.drawn else _("指定点位")
    return f"{round_.manner.get_manner_display()} · {chosen}"


def side_word(side: str) -> str:
    """Say for which side a round counts."""
    return str({OUTSIDE: _("常态"), INSIDE: _("迎检或明察"), APART: _("不计入")}[side])


def reason_word(reason: str) -> str:
    """Say why a round counts for its side."""
    words = {
        "unsaid": _("没有说明是暗访还是明察"),
        "announced": _("明察，点位事先知道"),
        "visit": _("在迎检时段内"),
        "drawn": _("迎检时段外，点位随机抽取"),
        "incognito": _("迎检时段外的暗访"),
    }
    return str(words[reason])


def round_line(one: SidedRound, city: City, *, may: bool) -> dict[str, Any]:
    """Return a round with its side; ``may``: this person says how rounds were done."""
    slug, number = city.slug, one.round.number
    return {
        "name": one.round.name,
        "url": reverse("inspections:observations", args=[slug, number]),
        "held": days_text(one.round.starts_on, one.round.ends_on),
        "manner": manner_word(one.round),
        "side": side_word(one.side),
        "tone": {OUTSIDE: "ok", INSIDE: "info", APART: "mute"}[one.side],
        "reason": reason_word(one.reason),
        "say_url": reverse("inspections:manner", args=[slug, number]) if may else "",
    }


def everyday_sentence(found: Everyday) -> str:
    """Say in one sentence what follows."""
    told = found.contrast
    if told is None:
        return _("还不能比较：两边都要有说明了检查方式的轮次，并且看过同一类点位。")
    gap = told.difference * PER_CENT
    low, high = told.low * PER_CENT, told.high * PER_CENT
    span = _("差 %(gap)s 个百分点，95%% 区间 %(low)s 至 %(high)s") % {
        "gap": f"{gap:+.1f}",
        "low": f"{low:+.1f}",
        "high": f"{high:+.1f}",
    }
    if not told.separates:
        return _("常态与迎检：无可辨变化（%(span)s）。") % {"span": span}
    if gap < 0:
        return _("常态低于迎检（%(span)s）。") % {"span": span}
    return _("常态高于迎检（%(span)s）。") % {"span": span}


def level_bars(told: Contrast) -> dict[str, Any]:
    """Return both levels on one axis."""
    low = min(80, int(min(told.one.low, told.other.low) * PER_CENT) // 20 * 20)
    bars = [(side_word(OUTSIDE), told.one), (side_word(INSIDE), told.other)]
    step = 5 if low == 80 else 20
    return {
        "ticks": [
            {
                "x": _x(value / PER_CENT, low),
                "label": f"{value}%" if value == TOP else str(value),
                "anchor": {low: "start", TOP: "end"}.get(value, "middle"),
            }
            for value in range(low, TOP + 1, step)
        ],
        "rows": [_bar(name, one, low) for name, one in bars],
        "left_out": len(told.left_out),
        "strata": ngettext("%(count)s 类点位两边都看过", "%(count)s 类点位两边都看过", len(told.strata))
        % {"count": len(told.strata)},
    }


def _bar(name: str, one: Interval, low: int) -> dict[str, Any]:
    """Return one level with its interval; a level that says too little has no number."""
    begins, ends = (max(0.0, (value * PER_CENT - low) / (TOP - low) * PER_CENT) for value in (one.low, one.high))
    level = f"{one.estimate * PER_CENT:.1f}%"
    span = f"{one.low * PER_CENT:.1f}–{one.high * PER_CENT:.1f}"
    return {
        "name": name,
        "level": level if one.tells else _("样本不足"),
        "span": span,
        "n": number_text(one.n),
        "x": f"{begins:.2f}%",
        "width": f"{max(ends - begins, 0.2):.2f}%",
        "point": _x(one.estimate, low) if one.tells else "",
        "label": f"{name} {level}（{span}）",
    }


def _x(share: float, low: int) -> str:
    """Return where a share lies on an axis from ``low`` to 100 per cent."""
    return f"{(share * PER_CENT - low) / (TOP - low) * PER_CENT:.2f}%"
