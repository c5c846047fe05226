"""A configuration file, TOML or JSON, and what is wrong in it: file, key, what, how to mend it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a configuration file; ``key`` is where ("provider 2: issuer"), "" for the whole file."""

    file: str
    key: str
    wrong: str
    mend: str


class FaultyFileError(Exception):
    """A configuration file that cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.wrong)
        self.fault = fault


def load(path: str) -> dict[str, Any]:
    """Return what a file says; its ending decides how it is read, ``.json`` or anything else as TOML."""
    try:
        text = Path(path).read_text(encoding="utf-8")
        found = json.loads(text) if path.endswith(".json") else tomllib.loads(text)
    except OSError as error:
        fault = Fault(path, "", f"cannot be read ({error.strerror})", "correct the path, or let the platform read it")
        raise FaultyFileError(fault) from None
    except ValueError as error:
        kind = "JSON" if path.endswith(".json") else "TOML"
        raise FaultyFileError(Fault(path, "", f"is no {kind}: {error}", "mend the place that is named")) from None
    if not isinstance(found, dict):
        raise FaultyFileError(Fault(path, "", "is not a table", "begin as in docs/howto/sign-in.md"))
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file that tells what is wrong with its keys."""

    file: str
    where: str
    values: dict[str, Any]

    def fail(self, key: str, wrong: str, mend: str) -> FaultyFileError:
        """Return the error for a key."""
        return FaultyFileError(Fault(self.file, f"{self.where}{key}", wrong, mend))

    def only(self, known: set[str]) -> None:
        """Refuse keys that nobody reads: a typing mistake would otherwise pass for a choice."""
        for key in sorted(self.values.keys() - known):
            raise self.fail(key, "is not a key", f"use one of {', '.join(sorted(known))}")

    def text(self, key: str, usual: str | None = None) -> str:
        """Return a text; one without ``usual`` must be there."""
        value = self.values.get(key, usual)
        if not isinstance(value, str) or (usual is None and not value):
            raise self.fail(key, "is missing" if value in (None, "") else "is not a text", f'write {key} = "…"')
        return value

    def secret(self, key: str) -> str:
        """Return a secret: written here, or alone in the file that ``<key>_file`` names; "" where neither is."""
        path = self.text(f"{key}_file", "")
        if not path:
            return self.text(key, "")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            raise self.fail(f"{key}_file", f"names {path}, which cannot be read", "correct the path") from None

    def words(self, key: str, usual: list[str]) -> list[str]:
        """Return a list of texts."""
        value = self.values.get(key, usual)
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self.fail(key, "is not a list of texts", f'write {key} = ["…", "…"]')
        return value

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """Return one of the known texts, the first where nothing is said."""
        value = self.text(key, known[0])
        if value not in known:
            raise self.fail(key, f"is {value!r}", f"write one of {', '.join(known)}")
        return value

    def texts(self, key: str) -> dict[str, str]:
        """Return a table of texts, {} where there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self.fail(key, "is not a table of texts", f'write {key} = {{ name = "…" }}')
        return value
