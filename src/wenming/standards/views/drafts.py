"""What the page of a draft shows: its parts, their lines and rows, what is wrong, and the values of the open form."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.standards.enums import method_word
from wenming.standards.exports.words import section_words
from wenming.standards.imports import drafting
from wenming.standards.imports.contents import Contents
from wenming.standards.imports.provisions import HOLDINGS, SECTIONS
from wenming.standards.imports.readings import Fault, FileReading
from wenming.standards.views import checking

PROBLEMS_SHOWN = 50


def tabs(contents: Contents, part: str, here: str) -> list[dict[str, Any]]:
    """Return the parts of a draft; all of them may be filled."""
    labels = {"head": pgettext("draft", "概况"), "tree": _("体系条目"), **section_words()}
    del labels["nodes"]
    return [
        {
            "url": here if name == "tree" else f"{here}?{urlencode({'part': name})}",
            "label": capfirst(label),
            "active": name == part,
            "count": "" if name == "head" else str(_size(contents, name) or ""),
        }
        for name, label in labels.items()
    ]


def _size(contents: Contents, part: str) -> int:
    return sum(1 for _line in drafting.lines(contents)) if part == "tree" else len(contents.get(part, []))


def table(contents: Contents, part: str, opened: str, reading: FileReading, here: str) -> dict[str, Any]:
    """Return the lines of the tree or the rows of a section."""
    faulty = {fault.code for fault in reading.findings if fault.section == part}
    if part == "head":
        return {"rows_html": "", "rows_count": 0}
    rows = _lines(contents, here) if part == "tree" else _rows(contents, part, here)
    for row in rows:
        row |= {"faulty": row["code"] in faulty, "current": row["code"] == opened}
    texts = {"toggle": _("展开或收起"), "unnamed": _("（未命名）"), "faulty": _("有问题"), "amount": _("分值或权重")}
    html = render_to_string("standards/draft_rows.html", {"rows": rows, "texts": texts}, using="jinja2")
    return {"rows_html": html, "rows_count": len(rows)}


def _lines(contents: Contents, here: str) -> list[dict[str, Any]]:
    """Return the lines of the tree."""
    return [
        {
            "code": node["code"],
            "name": node["name"]["zh"],
            "level": depth,
            "parent": above,
            "has_children": bool(node.get("children")),
            "amount": _amount(node),
            "words": [method_word(method) for method in node.get("methods", [])],
            "url": f"{here}?{urlencode({'row': node['code']})}",
        }
        for node, depth, above in drafting.lines(contents)
    ]


def _amount(node: Contents) -> str:
    """Return points as they are, a weight with its sign."""
    return node.get("points") or (f"× {node['weight']}" if "weight" in node else "")


def _rows(contents: Contents, section: str, here: str) -> list[dict[str, Any]]:
    """Return the rows of a section."""
    return [
        {
            "code": row["code"],
            "name": row["name"]["zh"],
            "level": 0,
            "parent": "",
            "has_children": False,
            "amount": str(row.get("points", "")),
            "words": [str(row[key]) for key in ("site_type",) if key in row],
            "url": f"{here}?{urlencode({'part': section, 'row': row['code']})}",
        }
        for row in contents.get(section, [])
    ]


def problems(contents: Contents, reading: FileReading, here: str) -> list[dict[str, Any]]:
    """Return the faults of the draft; that it has no line yet is said in words, not in those of a file."""
    found = [problem(place, fault, here) for place, fault in enumerate(reading.findings[:PROBLEMS_SHOWN])]
    if contents["tree"]:
        return found
    bare = {"title": _("体系条目还是空的"), "mend": _("到“体系条目”里加一条"), "place": _("体系条目"), "url": here}
    return [
        bare if fault.finding.facts.get("key") == "tree" else one
        for fault, one in zip(reading.findings, found, strict=False)
    ]


def problem(number: int, fault: Fault, here: str) -> dict[str, Any]:
    """Return one fault of the draft, with the way to its line."""
    query = {"part": fault.section, "row": fault.code} if fault.code and fault.section else {"part": "head"}
    if fault.section == "tree":
        del query["part"]
    known = not fault.section or fault.section in {"tree", *SECTIONS}
    return {
        **checking.problem(number, fault),
        "url": f"{here}?{urlencode(query)}#panel" if known else f"{here}?part=head#panel",
        "place": fault.code or pgettext("draft", "概况"),
    }


def line_values(node: Contents, above: str) -> dict[str, Any]:
    """Return a line as its form shows it."""
    measure = next((key for key in ("points", "weight") if key in node), "")
    return {
        "code": node["code"],
        "name_zh": node["name"]["zh"],
        "name_en": node["name"]["en"],
        "parent": above,
        "measure": measure if measure or node.get("children") or node["name"]["zh"] else "points",
        "amount": node.get(measure, ""),
        **{key: node.get(key, "") for key in ("sites", "methods", "aliases")},
    }


def row_initial(row: Contents) -> dict[str, Any]:
    """Return a row of a section as its form shows it."""
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key in drafting.PAIRS or key in HOLDINGS:
            values |= {f"{key}_{part}": inner for part, inner in value.items()}
        else:
            values[key] = value
    return values


def head_values(contents: Contents) -> dict[str, Any]:
    """Return what stands above the tree as its form shows it."""
    source = contents["sources"].get(contents.get("source", ""), {})
    return {
        "title_zh": contents["title"]["zh"],
        "title_en": contents["title"]["en"],
        "code": contents["code"],
        "edition": contents["edition"],
        "complete": contents["complete"] == "true",
        "not_covered": "\n".join(f"{gap['zh']} | {gap['en']}" for gap in contents.get("not_covered", [])),
        "points": contents.get("points", ""),
        "unpublished": "shares" in contents,
        "levels": contents["levels"],
        **contents["rules"],
        **{f"source_{language}": source.get(language, "") for language in ("zh", "en")},
        "confidence": source.get("confidence", "unverified"),
    }
