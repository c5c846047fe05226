#!/usr/bin/env python3
"""The message catalogues: texts are Chinese in the source; English stands in src/wenming/locale/en.

    python tools/messages.py extract   collect the texts of the source, keep the translations, drop what is gone
    python tools/messages.py compile   make the binary form that Django reads
    python tools/messages.py check     complete? no empty or doubtful translation, no stale text, same placeholders

No gettext of the system is needed: Babel reads and writes, Django turns its templates into something Babel reads.
Our own texts have no Chinese catalogue: one without a translation is shown as it stands, which is Chinese.
src/wenming/locale/zh_Hans only rewords what allauth and Django say in Chinese: kept by hand, compiled, not checked.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import extract as babel_extract
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract as jinja_extract

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wenming"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMMENT_TAGS = ("Translators:",)
KEYWORDS = {
    **babel_extract.DEFAULT_KEYWORDS,
    **{f"{name}_lazy": spec for name, spec in babel_extract.DEFAULT_KEYWORDS.items() if "gettext" in name},
    "gettext_noop": None,
    # gettext in a form whose ``_`` is the lazy one
    "_now": None,
}
# They change with the clock and with Babel's version, and say nothing: left out, so that a diff shows texts only.
IDLE_HEADERS = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
)

Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def python_texts(path: Path) -> Iterator[Found]:
    """Yield the texts of a Python file."""
    with path.open("rb") as file:
        yield from babel_extract.extract("python", file, KEYWORDS, COMMENT_TAGS)


def template_texts(path: Path) -> Iterator[Found]:
    """Yield the texts of a Django template."""
    # The brackets spare Babel the template's indentation, which is no Python.
    blotted = "(" + templatize(path.read_text(encoding="utf-8"), origin=str(path)) + "\n)"
    yield from babel_extract.extract("python", io.BytesIO(blotted.encode()), KEYWORDS, COMMENT_TAGS)


def jinja_texts(path: Path) -> Iterator[Found]:
    """Yield the texts of a Jinja2 template."""
    options = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}
    with path.open("rb") as file:
        for line, function, arguments, comments in jinja_extract(file, list(KEYWORDS), COMMENT_TAGS, options):
            yield from chosen(line, function, arguments, comments)


def chosen(line: int, function: str, arguments: object, comments: list[str]) -> Iterator[Found]:
    """Keep of a Jinja2 call what is text, and its context apart (Babel does the same for Python)."""
    given = arguments if isinstance(arguments, tuple) else (arguments,)
    texts = [text for text in given if isinstance(text, str)]
    if not texts:
        return
    context = texts.pop(0) if "pgettext" in function and len(texts) > 1 else None
    plural = "ngettext" in function or "npgettext" in function
    yield line, tuple(texts[:2]) if plural and len(texts) > 1 else texts[0], comments, context


def sources() -> Iterator[tuple[Path, Iterator[Found]]]:
    """Yield every file that may carry texts, with the texts."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, python_texts(path)
    for path in sorted(SOURCE.glob("*/templates/**/*.*")):
        yield path, template_texts(path)
    for path in sorted(SOURCE.glob("*/jinja2/**/*.*")):
        yield path, jinja_texts(path)


def collect() -> Catalog:
    """Return a catalogue of all texts of the source, without translations."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    found = Catalog(project="wenming", domain="django")
    for path, texts in sources():
        where = path.relative_to(ROOT).as_posix()
        for line, text, comments, context in texts:
            found.add(text, None, [(where, line)], auto_comments=comments, context=context)
    return found


def read() -> Catalog:
    """Return the English catalogue as it is kept."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", domain="django", project="wenming")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def written(catalogue: Catalog) -> str:
    """Return a catalogue as text: sorted, places without line numbers, no dates."""
    out = io.BytesIO()
    for message in catalogue:
        message.locations = sorted({(path, 0) for path, _ in message.locations})
    catalogue.header_comment = "# The English of the platform; made by `python3 run.py fix`, translated by people."
    catalogue.fuzzy = False
    write_po(out, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = out.getvalue().decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in IDLE_HEADERS))) + "\n"


def updated() -> Catalog:
    """Return the kept catalogue brought to the texts of the source."""
    kept = read()
    kept.update(collect(), no_fuzzy_matching=True, update_header_comment=False)
    kept.obsolete.clear()
    return kept


def extract() -> list[str]:
    """Write the catalogue anew; return nothing to complain of."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(written(updated()), encoding="utf-8")
    return []


def compile_all() -> list[str]:
    """Compile every catalogue; broken placeholders are complaints."""
    complaints = []
    for path in sorted((SOURCE / "locale").glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3], domain=path.stem)
        complaints += [
            f"{path.parts[-3]}: {message.id!r}: {error}" for message, errors in catalogue.check() for error in errors
        ]
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return complaints


def filled(text: object) -> bool:
    """Whether a translation (one text, or one per plural form) leaves nothing empty."""
    return all(text) if isinstance(text, tuple) else bool(text)


def check() -> list[str]:
    """Return what keeps the English catalogue from being complete."""
    kept, source = read(), collect()
    have = {(message.id, message.context) for message in kept if message.id}
    want = {(message.id, message.context) for message in source if message.id}
    complaints = [f"not in the catalogue: {text!r}" for text, _ in sorted(want - have, key=str)]
    complaints += [f"no longer in the source: {text!r}" for text, _ in sorted(have - want, key=str)]
    complaints += [f"not translated: {message.id!r}" for message in kept if message.id and not filled(message.string)]
    complaints += [f"doubtful (fuzzy): {message.id!r}" for message in kept if message.id and message.fuzzy]
    complaints += [f"{message.id!r}: {error}" for message, errors in kept.check() for error in errors]
    if not complaints and CATALOGUE.exists() and CATALOGUE.read_text(encoding="utf-8") != written(updated()):
        complaints.append("not in the order that `python3 run.py fix` writes")
    return complaints


VERBS = {"extract": extract, "compile": compile_all, "check": check}


def main() -> int:
    """Run one verb: 0 fine, 1 with complaints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=VERBS)
    complaints = VERBS[parser.parse_args().verb]()
    for complaint in complaints:
        print(f"{CATALOGUE.relative_to(ROOT)}: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
