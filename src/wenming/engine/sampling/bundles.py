"""What is handed out after the draw, so that anybody can repeat it: five files, and what differs where one of them was changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wenming.engine.sampling.allocation import AllocationError
from wenming.engine.sampling.drawing import Lot, draw, result_content
from wenming.engine.sampling.frames import Frame, FrameError, read_frame, table_cells, table_content
from wenming.engine.sampling.rules import Rule, RuleError, read_rule
from wenming.engine.sampling.tickets import SAMPLING_VERSION, commitment_of, digest_of, seed_of

FRAME, RULE, COMMITMENT, SECRET, RESULT = "frame.csv", "rule.json", "commitment.json", "secret.json", "result.csv"
REPLACEMENTS = "replacements.csv"
"""Stands beside the others only where a chosen unit was replaced."""
REPLACED_HEAD = "stratum,key,reserve,reason"


class BundleFault(StrEnum):
    """Why a folder is not the bundle of a draw."""

    MISSING = "missing"
    FORM = "form"


class BundleError(ValueError):
    """A folder that is not the bundle of a draw; ``file`` is missing or cannot be read."""

    def __init__(self, fault: BundleFault, file: str) -> None:
        super().__init__(f"{fault.value} {file}")
        self.fault, self.file = fault, file


class Differs(StrEnum):
    """How a file differs from what was committed to."""

    CODE = "code"
    DIGEST = "digest"
    SECRET = "secret"  # noqa: S105  a word, no secret
    LINE = "line"
    MORE = "more"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that was changed, where (a line from 1, 0 for the whole file), what stands there, and what should."""

    file: str
    kind: Differs
    line: int = 0
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A chosen unit that gave its place to the next reserve of its stratum, and why."""

    stratum: str
    key: str
    reserve: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """A draw with all that is needed to repeat it."""

    frame: Frame
    rule: Rule
    secret: str
    salt: str
    words: Sequence[str] = ()
    replaced: Sequence[Replaced] = ()

    @property
    def commitment(self) -> str:
        """What was shown of the secret before the draw."""
        return commitment_of(self.secret, self.salt)

    def lots(self) -> list[Lot]:
        """Return the draw. Raises what ``draw`` raises."""
        return draw(self.frame, self.rule, seed_of(self.secret, self.words))


def written(bundle: Bundle) -> dict[str, bytes]:
    """Return the files of a bundle by name. Raises what ``draw`` raises."""
    commitment = {
        "code": SAMPLING_VERSION,
        "commitment": bundle.commitment,
        "frame": bundle.frame.digest,
        "rule": bundle.rule.digest,
    }
    files = {
        FRAME: bundle.frame.content,
        RULE: bundle.rule.content,
        COMMITMENT: _json(commitment),
        SECRET: _json({"salt": bundle.salt, "secret": bundle.secret, "words": list(bundle.words)}),
        RESULT: result_content(bundle.lots()),
    }
    if bundle.replaced:
        rows = ((one.stratum, one.key, one.reserve, one.reason) for one in bundle.replaced)
        files[REPLACEMENTS] = table_content(REPLACED_HEAD, rows)
    return files


def differences(files: Mapping[str, bytes]) -> list[Difference]:
    """Repeat a draw from its files, and return what differs from what was committed to; nothing where all is as it was.

    What follows from a changed file is not told again: a draw is repeated only where frame, rule and secret are the ones committed to.
    Raises BundleError.
    """
    for name in (FRAME, RULE, COMMITMENT, SECRET, RESULT):
        if name not in files:
            raise BundleError(BundleFault.MISSING, name)
    promised = _texts(files, COMMITMENT, ("code", "commitment", "frame", "rule"))
    secret = _texts(files, SECRET, ("salt", "secret"))
    words = _words(files)
    if promised["code"] != SAMPLING_VERSION:
        return [Difference(COMMITMENT, Differs.CODE, 0, promised["code"], SAMPLING_VERSION)]
    kept = commitment_of(secret["secret"], secret["salt"])
    checks = (
        (FRAME, Differs.DIGEST, digest_of(files[FRAME]), promised["frame"]),
        (RULE, Differs.DIGEST, digest_of(files[RULE]), promised["rule"]),
        (SECRET, Differs.SECRET, kept, promised["commitment"]),
    )
    found = [Difference(file, kind, 0, there, wanted) for file, kind, there, wanted in checks if there != wanted]
    return found or _repeated(files, seed_of(secret["secret"], words))


def _repeated(files: Mapping[str, bytes], seed: str) -> list[Difference]:
    """Draw again and compare result and replacements."""
    try:
        frame = read_frame(files[FRAME])
    except FrameError:
        raise BundleError(BundleFault.FORM, FRAME) from None
    try:
        lots = draw(frame, read_rule(files[RULE]), seed)
    except (RuleError, AllocationError, FrameError):
        raise BundleError(BundleFault.FORM, RULE) from None
    return [*_lines(files[RESULT], result_content(lots)), *_replacements(files.get(REPLACEMENTS), lots)]


def _lines(content: bytes, expected: bytes) -> list[Difference]:
    """Return the first line of a result that differs."""
    if content == expected:
        return []
    lines, wanted = content.decode(errors="replace").split("\n"), expected.decode().split("\n")
    for number, (line, right) in enumerate(zip(lines, wanted, strict=False), start=1):
        if line != right:
            return [Difference(RESULT, Differs.LINE, number, line, right)]
    return [Difference(RESULT, Differs.MORE, min(len(lines), len(wanted)) + 1)]


def _replacements(content: bytes | None, lots: Iterable[Lot]) -> list[Difference]:
    """Return the first replacement that did not take the next reserve for a unit in use."""
    if content is None:
        return []
    try:
        head, rows = table_cells(content)
    except FrameError:
        raise BundleError(BundleFault.FORM, REPLACEMENTS) from None
    used: dict[str, set[str]] = {}
    left: dict[str, list[str]] = {}
    for lot in lots:
        used.setdefault(lot.stratum, set())
        left.setdefault(lot.stratum, [])
        if lot.chosen:
            used[lot.stratum].add(lot.key)
        else:
            left[lot.stratum].append(lot.key)
    if head != REPLACED_HEAD or any(len(row) != 4 for row in rows):
        raise BundleError(BundleFault.FORM, REPLACEMENTS)
    for number, (stratum, key, reserve, _reason) in enumerate(rows, start=2):
        following = left.get(stratum, [])[:1]
        if key not in used.get(stratum, set()) or [reserve] != following:
            return [Difference(REPLACEMENTS, Differs.ORDER, number, f"{key} → {reserve}", "".join(following))]
        used[stratum] = used[stratum] - {key} | {left[stratum].pop(0)}
    return []


def _json(facts: Mapping[str, object]) -> bytes:
    """Return a map as the bytes of a file that people can read."""
    return f"{json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=2)}\n".encode()


def _texts(files: Mapping[str, bytes], name: str, wanted: Iterable[str]) -> dict[str, str]:
    """Return the texts of a JSON file."""
    facts = _facts(files, name)
    if not all(isinstance(facts.get(key), str) for key in wanted):
        raise BundleError(BundleFault.FORM, name)
    return {key: facts[key] for key in wanted}


def _words(files: Mapping[str, bytes]) -> list[str]:
    """Return the words that were added in public."""
    words = _facts(files, SECRET).get("words", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise BundleError(BundleFault.FORM, SECRET)
    return words


def _facts(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """Return what a JSON file says."""
    try:
        facts = json.loads(files[name])
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise BundleError(BundleFault.FORM, name) from None
    if not isinstance(facts, dict):
        raise BundleError(BundleFault.FORM, name)
    return facts
