"""`python -m benchmarks <name> [--json]`: 0 every goal holds, 1 a goal is missed, 2 it could not be run."""

import argparse
import importlib
import json
import sys

from benchmarks.runner import CannotMeasureError, report_lines

BENCHES = (
    "score", "estimate", "coverage", "forecast", "simulate", "pages", "round-import", "sites-import", "map", "issues", "evidence", "monitor", "draw",
    "solomon", "toptw", "routes", "onsite", "papers", "filing", "migrate",
)  # fmt: skip


def main() -> int:
    """Run one bench and print what it measured."""
    parser = argparse.ArgumentParser(prog="python3 run.py bench", description="Measure ourselves against named peers.")
    parser.add_argument("name", nargs="?", default="score", choices=BENCHES, help="which bench (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")
    asked, _others = parser.parse_known_args()
    try:
        bench = importlib.import_module(f"benchmarks.{asked.name.replace('-', '_')}")
        own = set(vars(asked))
        if hasattr(bench, "add_options"):
            bench.add_options(parser)
        asked = parser.parse_args()
        report = bench.measure(**{name: value for name, value in vars(asked).items() if name not in own})
    except ImportError as error:
        return failed(f"{error}. `python3 run.py bench` installs the peers of requirements-bench.lock.", asked)
    except CannotMeasureError as error:
        return failed(str(error), asked)
    print(json.dumps(report, ensure_ascii=False, indent=1) if asked.json else "\n".join(report_lines(report)))
    return 0 if report["holds"] else 1


def failed(problem: str, asked: argparse.Namespace) -> int:
    """Say why nothing was measured."""
    if asked.json:
        print(json.dumps({"bench": asked.name, "error": problem}))
    else:
        print(problem, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
