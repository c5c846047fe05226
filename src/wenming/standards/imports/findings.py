"""What is wrong with a pack, where, and how to mend it; the words are made in the reader's language when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext


def mark(message: str) -> str:
    """Mark a message for the catalogue without translating it; Django's own marker wants settings at import."""
    return message


class Worded:
    """The words of a fault, made in the reader's language when they are read.

    ``problem_id`` and ``mend_id`` are message identifiers (the Chinese source strings); ``facts`` fill them.
    """

    __slots__ = ()
    problem_id: str
    mend_id: str
    facts: Mapping[str, str]

    @property
    def problem(self) -> str:
        """What is wrong, in the active language."""
        return gettext(self.problem_id) % self.facts

    @property
    def mend(self) -> str:
        """How to mend it, in the active language."""
        return gettext(self.mend_id) % self.facts


@dataclass(frozen=True, slots=True)
class Finding(Worded):
    """One fault of a pack file: ``line`` counts from 1."""

    file: str
    line: int
    problem_id: str
    mend_id: str
    facts: Mapping[str, str] = field(default_factory=dict)


class PackError(Exception):
    """A pack with faults cannot be used; ``findings`` names every one of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings, in the order of the file's lines."""
        super().__init__(f"{len(findings)} findings in {findings[0].file if findings else 'the pack'}")
        self.findings = findings


class Ledger:
    """Collects the findings of one file while it is read, so that all are named at once."""

    def __init__(self, file: str) -> None:
        """Start an empty ledger for the file."""
        self.file = file
        self._findings: list[Finding] = []

    def add(self, line: int, problem: str, mend: str, /, **facts: object) -> None:
        """Note one fault; ``problem`` and ``mend`` are message identifiers, ``facts`` their values."""
        finding = Finding(self.file, line, problem, mend, {key: str(value) for key, value in facts.items()})
        if finding not in self._findings:  # a value may be looked at for more than one purpose
            self._findings.append(finding)

    def findings(self) -> tuple[Finding, ...]:
        """Return all faults in the order of the lines."""
        return tuple(sorted(self._findings, key=lambda finding: finding.line))
