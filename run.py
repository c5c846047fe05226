#!/usr/bin/env python3
"""The one command of this repository: ``python3 run.py demo`` shows the platform, ``python3 run.py test`` proves it.

Needs git's checkout and Python 3.11 or newer with venv, nothing else: it makes .venv, installs the locked packages
into it, builds the front end with a Node from a wheel, and does each of these only once.
"""

import argparse
import sys

VERBS = ("demo", "serve", "test", "check", "fix", "bench", "soak", "shot")
OF_THE_DEMO = ("login", "urls")
"""Commands that speak of the demo where no other installation is named."""
OLDEST = (3, 11)
HERE = "127.0.0.1"

if sys.version_info < OLDEST:
    sys.exit("wenming needs Python 3.11 or newer; this is %d.%d. Try python3.11 run.py" % sys.version_info[:2])  # noqa: UP031

from pathlib import Path  # noqa: E402  after the version check, which must work on an old Python

from tools.house.ground import COULD_NOT, FINDINGS, FINE, PYTHON, ROOT, HouseError, openly, tell  # noqa: E402
from tools.house.ready import BENCH, DEV, RUNTIME, ready  # noqa: E402


def demo(options: argparse.Namespace) -> int:
    """Show the platform with a rehearsal city."""
    from tools.house import server  # noqa: PLC0415  each verb loads its own subject

    lan = server.Lan.around(options.port, options.plain_port) if options.lan else None
    return server.demo(
        host="0.0.0.0" if lan and options.host == HERE else options.host,  # noqa: S104  asked for with --lan
        port=options.port,
        fresh=options.fresh,
        serve=not options.no_serve,
        cities=options.cities,
        canary=options.canary,
        as_json=options.json,
        lan=lan,
    )


def serve(options: argparse.Namespace) -> int:
    """Serve a real installation; settings come from the environment."""
    from tools.house import server  # noqa: PLC0415

    if not options.tls and (options.certificate or options.key or options.plain_port):
        raise HouseError("--certificate, --key and --plain-port belong to --tls", "add --tls, or leave them out")
    door = server.Door(options.certificate, options.key, options.plain_port) if options.tls else None
    return server.serve(host=options.host, port=options.port, tls=door)


def test(options: argparse.Namespace) -> int:
    """Run the test lanes: static, engine, sqlite, postgres, browser; referee where it is named."""
    from tools.house import lanes  # noqa: PLC0415

    return lanes.run(options.lanes, expression=options.k, as_json=options.json)


def check(options: argparse.Namespace) -> int:
    """Run the quick lane only: style, types, ladder, catalogues, Django's checks, the house's rules."""
    from tools.house import lanes  # noqa: PLC0415

    return lanes.run(["static"], as_json=options.json)


def fix(_options: argparse.Namespace) -> int:
    """Mend what a machine can: format, simple lint, the message catalogue's list of texts."""
    ready(DEV, front_end=False)
    chores = (["-m", "ruff", "check", "--fix", "."], ["-m", "ruff", "format", "."], ["tools/messages.py", "extract"])
    return FINDINGS if any([openly([PYTHON, *chore]) for chore in chores]) else FINE  # noqa: C419  all of them run


def bench(options: argparse.Namespace) -> int:
    """Measure against the named peers (see benchmarks/README.md)."""
    ready(BENCH, front_end="onsite" in options.names)
    return openly([PYTHON, "-m", "benchmarks", *options.names, *(["--json"] if options.json else [])])


def soak(options: argparse.Namespace) -> int:
    """Repeat the long runs: kill -9 in the middle of an import, of the work on issues, of a day in the field."""
    from tools.house import lanes  # noqa: PLC0415

    sizes = {name.upper(): getattr(options, name) for name in ("seed", "sites", "answers", "photos")}
    return lanes.soak(options.times, options.what, {name: size for name, size in sizes.items() if size})


def shot(options: argparse.Namespace) -> int:
    """Make the README's screenshots from a fresh demo."""
    from tools.house import server  # noqa: PLC0415

    ready(DEV)
    return server.shot(Path(options.out).resolve())


def parser() -> argparse.ArgumentParser:
    """Return the command line of the verbs."""
    whole = argparse.ArgumentParser(
        prog="run.py",
        description=__doc__.splitlines()[0],
        epilog="Any other verb goes to the wenming command line: python3 run.py standard check FILE",
    )
    verbs = whole.add_subparsers(dest="verb", required=True, metavar="VERB")
    made = {name: verbs.add_parser(name, help=(globals()[name].__doc__ or "").strip()) for name in VERBS}
    for name in ("demo", "serve"):
        made[name].add_argument("--host", default=HERE, help="address to listen on (%(default)s)")
        made[name].add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
        made[name].add_argument(
            "--plain-port", type=int, default=0, help="port of plain HTTP, which only leads to HTTPS"
        )
    made["serve"].add_argument(
        "--tls", action="store_true", help="hold TLS itself; without a certificate it makes its own"
    )
    made["serve"].add_argument("--certificate", default="", metavar="FILE", help="certificate with its chain (PEM)")
    made["serve"].add_argument("--key", default="", metavar="FILE", help="its key (PKCS#8, PEM)")
    made["demo"].add_argument("--lan", action="store_true", help="for the machines around, over HTTPS")
    made["demo"].add_argument("--fresh", action="store_true", help="forget var/demo and start anew")
    made["demo"].add_argument("--no-serve", action="store_true", help="set up and fill, then end")
    made["demo"].add_argument("--cities", type=int, default=1, help="how many cities to rehearse (%(default)s)")
    made["demo"].add_argument(
        "--canary",
        default="",
        metavar="TEXT",
        help="plant one more city whose every text bears TEXT: nobody else may see it",
    )
    made["test"].add_argument("lanes", nargs="*", metavar="LANE", help="static engine sqlite postgres browser; referee")
    made["test"].add_argument("-k", default="", metavar="EXPR", help="only tests whose name matches, as in pytest")
    made["bench"].add_argument("names", nargs=argparse.REMAINDER, metavar="NAME …", help="which (score), its options")
    of_the_soak(made["soak"])
    made["shot"].add_argument(
        "--out", default=str(ROOT / "docs" / "images"), help="folder of the pictures (docs/images)"
    )
    for name in ("demo", "test", "check", "bench"):
        made[name].add_argument("--json", action="store_true", help="one JSON document on standard output")
    return whole


def of_the_soak(soak: argparse.ArgumentParser) -> None:
    """Add what the long runs are told."""
    soak.add_argument("what", nargs="?", default="", help="only the runs of this name, such as issues")
    soak.add_argument("--times", type=int, default=25, help="repetitions (%(default)s)")
    soak.add_argument("--seed", type=int, default=0, help="field: which day it is, with all of its cuts (1)")
    for name, usual in (("sites", 40), ("answers", 800), ("photos", 120)):
        soak.add_argument(f"--{name}", type=int, default=0, help=f"field: how many ({usual})")


def wenming(arguments: list[str]) -> int:
    """Hand everything else to the platform's own command line, in the folder where the person stands: paths are theirs."""
    ready(RUNTIME, front_end=False)
    env = None
    if arguments[0] in OF_THE_DEMO:
        from tools.house import server  # noqa: PLC0415

        env = server.demo_unless_named()
    return openly([PYTHON, "-m", "wenming", *arguments], cwd=Path.cwd(), env=env)


def main(arguments: list[str]) -> int:
    """Run one verb; every failure is one line for what is wrong and one for the mend."""
    try:
        if arguments and arguments[0] not in VERBS and not arguments[0].startswith("-"):
            return wenming(arguments)
        options = parser().parse_args(arguments)
        return globals()[options.verb](options)
    except HouseError as error:
        tell(f"run.py: {error}")
        tell(f"        {error.mend}")
        return COULD_NOT
    except KeyboardInterrupt:
        return COULD_NOT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
