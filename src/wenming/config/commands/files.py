"""What is told of the files of standards and checklists: how large and how complete they are, and what is wrong where."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from wenming.engine.completeness import NODES, completeness_of
from wenming.engine.provisions import Checklists
from wenming.engine.scoring.display import score_text
from wenming.engine.standards import Standard
from wenming.standards.exports.completeness import completeness_answer, completeness_text
from wenming.standards.imports.findings import Finding


def check_answer(path: Path, found: Standard | Checklists | None, findings: tuple[Finding, ...]) -> dict[str, object]:
    """Return what is wrong with a file, and of a sound one how complete it is, for machines."""
    completeness = completeness_of(found) if found else None
    return {
        "file": str(path),
        "standard": found.code if found else None,
        "complete": completeness.complete if completeness else None,
        "completeness": completeness_answer(completeness) if completeness else None,
        "findings": [
            {"file": finding.file, "line": finding.line, "problem": finding.problem, "mend": finding.mend}
            for finding in findings
        ],
    }


def check_report(path: Path, found: Standard | Checklists | None, findings: tuple[Finding, ...]) -> list[str]:
    """Return the same line by line, for people."""
    if found is None:
        lines = [f"{finding.file}:{finding.line}: {finding.problem}。{finding.mend}" for finding in findings]
        return [*lines, _("共 %(count)s 处错误") % {"count": len(findings)}]
    facts = {"file": path, "title": found.title, "edition": found.edition}
    if isinstance(found, Standard):
        size = {"nodes": len(found.nodes) - 1, "leaves": len(found.leaves), "points": score_text(found.root.points)}
        text = _(
            "%(file)s：没有错误。%(title)s（%(edition)s），%(nodes)s 个条目，其中 %(leaves)s 个直接评分，满分 %(points)s"
        )
        first = text % (facts | size)
    else:
        first = _("%(file)s：没有错误。%(title)s（%(edition)s），%(size)s") % (facts | {"size": size_text(found)})
    return [first, *completeness_text(completeness_of(found))]


def size_answer(found: Standard | Checklists) -> dict[str, int]:
    """Return how many nodes a file has, and how many rows beside them."""
    counts = {count.section: count.rows for count in completeness_of(found).sections}
    nodes = counts.pop(NODES, 0)
    return {"nodes": nodes, "rows": sum(counts.values())}


def size_text(found: Standard | Checklists) -> str:
    """Return the same in words."""
    size = size_answer(found)
    if not size["rows"]:
        return _("%(nodes)s 个条目") % size
    return (_("%(nodes)s 个条目、另 %(rows)s 行") if isinstance(found, Standard) else _("%(rows)s 行")) % size
