"""A synthetic edition for filings: 5 projects, 10 indicators, 60 contents, 75 criteria (the tasks); every title is made up."""

from __future__ import annotations

from typing import Any

CONTENTS, TASKS = 60, 75
KINDS = ("document", "report", "picture", "statistics")


def edition_text(contents: int = CONTENTS, tasks: int = TASKS) -> str:
    """Return the file of an edition: the first contents have two criteria, so that there are so many tasks in all."""
    lines = [
        "format: wenming-standard/1",
        "code: synthetic-filing",
        "title: {zh: 演练测评体系, en: Synthetic system}",
        "edition: 演练版",
        "complete: false",
        "not_covered: [{zh: 分值, en: Points}]",
        "levels: [project, indicator, content, criterion]",
        "rules: {missing: exclude, not_applicable: exclude}",
        "sources: {made: {zh: 自编, en: Made up, confidence: inferred}}",
        "source: made",
        "shares: unpublished",
        "tree:",
    ]
    double = tasks - contents
    for content in range(1, contents + 1):
        project, indicator = (content - 1) // 12 + 1, (content - 1) // 6 + 1
        if content % 12 == 1:
            lines += [f"  - code: Ⅰ-{project}", f"    name: {{zh: 项目{project}, en: P}}", "    children:"]
        if content % 6 == 1:
            lines += [
                f"      - code: Ⅱ-{indicator}",
                f"        name: {{zh: 指标{indicator}, en: I}}",
                "        children:",
            ]
        lines += [
            f"          - code: Ⅲ-{content}",
            f"            name: {{zh: 内容{content}, en: C}}",
            "            children:",
        ]
        for number in range(1, 3 if content <= double else 2):
            lines.append(
                f"              - {{number: {number}, name: {{zh: 第{content}项标准{number}, en: S}}, methods: [material_review]}}"
            )
    return "\n".join(lines) + "\n"


def make_cycle(contents: int = CONTENTS, tasks: int = TASKS) -> Any:
    """Return a campaign by that edition."""
    from tests.campaigns.test_campaigns import make_campaign
    from tests.people import AT, OFFICER, make_account, make_city
    from wenming.standards.actions import adopt_edition

    text = edition_text(contents, tasks)
    edition = adopt_edition(city=make_city(), source=text, file_name="e.yaml", by=make_account(OFFICER), at=AT)
    return make_campaign("演练创建", edition=edition)
