"""The noun ``issues`` and its verbs."""

from __future__ import annotations

import argparse

from wenming.config.commands.issue_tables import add_import


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``issues`` and its verbs."""
    verbs = nouns.add_parser("issues").add_subparsers(dest="verb", metavar="VERB", required=True)
    add_import(verbs)
