"""The command line: ``wenming NOUN VERB …``; every command takes ``--json``.

Ends 0 = fine, 1 = done with findings, 2 = could not be done (one line on stderr; with ``--json`` also {"error": …} on
stdout). A new noun is one line in ``NOUNS`` and a module with ``register(subparsers)``, which adds the noun and its verbs
and sets ``run=`` to a function of the parsed arguments that returns the exit status. The module is imported after the
settings are chosen, and only when its noun is called; it may import models.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

FINE, FINDINGS, FAILED = 0, 1, 2
BARE = "wenming.config.settings.bare"
INSTALLATION = "wenming.config.settings.development"
"""The settings of a noun that needs the database, unless DJANGO_SETTINGS_MODULE names others (as in manage.py)."""
NOUNS = {
    "account": ("wenming.config.commands.accounts", INSTALLATION),
    "calendar": ("wenming.config.commands.calendars", INSTALLATION),
    "city": ("wenming.config.commands.cities", INSTALLATION),
    "deadline": ("wenming.config.commands.deadlines", INSTALLATION),
    "draw": ("wenming.config.commands.draws", BARE),
    "events": ("wenming.config.commands.events", INSTALLATION),
    "estimate": ("wenming.config.commands.estimate", BARE),
    "evidence": ("wenming.config.commands.evidence", BARE),
    "issues": ("wenming.config.commands.issues", BARE),
    "forecast": ("wenming.config.commands.forecasts", BARE),
    "responsibility": ("wenming.config.commands.responsibilities", INSTALLATION),
    "login": ("wenming.config.commands.login", INSTALLATION),
    "materials": ("wenming.config.commands.materials", BARE),
    "round": ("wenming.config.commands.rounds", BARE),
    "route": ("wenming.config.commands.routes", BARE),
    "supervision": ("wenming.config.commands.supervision", INSTALLATION),
    "sites": ("wenming.config.commands.sites", INSTALLATION),
    "standard": ("wenming.config.commands.standards", BARE),
    "units": ("wenming.config.commands.units", INSTALLATION),
    "urls": ("wenming.config.commands.urls", INSTALLATION),
}
"""Every noun: the module that knows its verbs, and the settings that it needs (BARE or INSTALLATION)."""
ON_DATABASE = {
    ("evidence", "look"),
    ("issues", "import"),
    ("issues", "recount"),
    ("materials", "export"),
    ("round", "recompute"),
}
"""Verbs that need the database although their noun does without."""


class CannotDoError(Exception):
    """The command could not be done; the message is one line for the person who typed it."""


class _Parser(argparse.ArgumentParser):
    """A parser that reports a mistake as one line, like every other failure; words are written out, or ``--js`` is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        raise CannotDoError(
            _("命令不对（%(reason)s）；用法见 %(prog)s --help") % {"reason": message, "prog": self.prog}
        )


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a file name need not be Unicode; inside JSON the replacement is the very escape that JSON knows
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(list(argv))
    except CannotDoError as fault:
        line = " ".join(str(fault).split())
        print(line, file=sys.stderr)
    except DatabaseError as fault:
        text = _("用不了数据库（%(reason)s）；请用 WENMING_VAR 或 DATABASE_URL 指明是哪一套系统")
        line = " ".join(str(text % {"reason": fault}).split())
        print(line, file=sys.stderr)
    except BrokenPipeError:  # whoever reads has seen enough: no failure of ours
        raise
    except Exception as fault:  # noqa: BLE001  a fault of ours: left to Python it would end with 1, "done with findings"
        line = f"{type(fault).__name__}: {fault}"
        traceback.print_exc()
    if "--json" in argv:
        show_json({"error": line})
    return FAILED


def show(text: str) -> None:
    """Print one piece of a command's answer."""
    print(text)


def show_json(answer: object) -> None:
    """Print a command's answer for machines: one JSON document, keys in the order of the answer."""
    show(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False))


def _run(argv: list[str]) -> int:
    noun, verb = [*(word for word in argv if not word.startswith("-")), "", ""][:2]
    path, wanted = NOUNS.get(noun, ("", BARE))
    _set_up(INSTALLATION if (noun, verb) in ON_DATABASE else wanted)
    parser = _Parser(prog="wenming", description=_("文明创城平台的命令行"))
    nouns = parser.add_subparsers(dest="noun", metavar="NOUN", required=True)
    if path:
        importlib.import_module(path).register(nouns)
    else:
        for name in sorted(NOUNS):
            nouns.add_parser(name, add_help=False)
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as done:  # --help has been printed
        return int(done.code or FINE)
    return int(arguments.run(arguments))


def _set_up(wanted: str) -> None:
    """Choose the settings, unless whoever calls us has chosen already."""
    if not settings.configured:
        if wanted == BARE:
            # an installation's settings would want its secrets and its database, which these commands do without
            os.environ["DJANGO_SETTINGS_MODULE"] = BARE
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", wanted)
    if not apps.ready:
        django.setup()
    translation.activate("en" if os.environ.get("WENMING_LANG") == "en" else "zh-hans")
