"""What every bench shares: interleaved timing, goals, and the report."""

import os
import platform
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version


class CannotMeasureError(Exception):
    """What is to be measured is not there; the message says what is missing."""


def best_of(
    sides: Mapping[str, Callable[[], object]], rounds: int, *, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Return the best milliseconds of every side, on the clock of the wall or on another.

    The sides take turns, so that whatever else the machine does disturbs all of them alike. One turn before the clock
    starts warms caches and compiles.
    """
    best = dict.fromkeys(sides, float("inf"))
    for turn in range(rounds + 1):
        for name, run in sides.items():
            start = clock()
            run()
            spent = (clock() - start) * 1000
            best[name] = min(best[name], spent) if turn else best[name]
    return best


def goal(name: str, ours: float, peer: float, *, at_least: float | None = None, at_most: float | None = None) -> dict:
    """Return one line of the report: peer / ours must be at least, or ours / peer at most, the goal (milliseconds)."""
    ratio = peer / ours if at_least is not None else ours / peer
    return {
        "name": name,
        "ours_ms": round(ours, 3),
        "peer_ms": round(peer, 3),
        "ratio": round(ratio, 2),
        "goal": f"≥ {at_least}" if at_least is not None else f"≤ {at_most}",
        "holds": ratio >= at_least if at_least is not None else ratio <= at_most,
    }


def measured(name: str, ours: float, peer: float, unit: str, wanted: str, *, holds: bool) -> dict:
    """Return one line of the report about something else than time: both sides in one unit, and whether the goal holds."""
    return {
        "name": name,
        "ours": round(ours, 3),
        "peer": round(peer, 3),
        "unit": unit,
        "ratio": round(ours / peer, 3) if peer else 0.0,
        "goal": wanted,
        "holds": bool(holds),
    }


def report(bench: str, goals: list[dict], checks: dict[str, object], peers: tuple[str, ...]) -> dict:
    """Return what a bench has to say; ``checks`` are the facts that make the sides comparable."""
    return {
        "bench": bench,
        "holds": all(line["holds"] for line in goals),
        "goals": goals,
        "checks": checks,
        "machine": {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            **{peer: version(peer) for peer in peers},
        },
    }


def report_lines(report: dict) -> list[str]:
    """Return the report as lines for a person."""
    lines = [f"bench {report['bench']}: {'all goals hold' if report['holds'] else 'a goal is missed'}"]
    for line in report["goals"]:
        mark = "holds " if line["holds"] else "MISSED"
        unit = line.get("unit", "ms")
        ours, peer = (line[side] if side in line else line[f"{side}_ms"] for side in ("ours", "peer"))
        sides = f"ours {ours} {unit}, peer {peer} {unit}"
        lines.append(f"  {mark}  {line['name']}: {sides}, ratio {line['ratio']} (goal {line['goal']})")
    lines.extend(f"  {name}: {value}" for name, value in (report["checks"] | report["machine"]).items())
    return lines
