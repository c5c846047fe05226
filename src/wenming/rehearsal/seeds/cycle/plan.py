"""What a county's filing cycle asks for: sixty contents, seventy-five tasks, and how many papers of each kind.

The volume is that of one county whose numbers were published: 2,000 pictures and more, 1,000 official documents and more, 268 reports, for 60 contents
that were broken down into 75 tasks. Names and texts are made up here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

PROJECTS = (
    "理想信念教育", "核心价值观培育", "公共服务环境", "公共秩序", "公共卫生", "公共文化", "未成年人思想道德建设", "志愿服务", "诚信建设", "长效机制",
)  # fmt: skip
MATTERS = ("宣传阐释", "阵地建设", "制度规范", "实践活动", "督导检查", "群众参与")
UNITS = (
    "县委宣传部", "县文明办", "县教育局", "县公安局", "县民政局", "县司法局", "县财政局", "县人社局", "县自然资源局", "县生态环境局", "县住建局",
    "县交通运输局", "县水务局", "县农业农村局", "县商务局", "县文旅局", "县卫健局", "县应急管理局", "县市场监管局", "县城市管理局", "县融媒体中心",
    "县总工会", "团县委", "县妇联", "县图书馆",
)  # fmt: skip
CONTENTS, TASKS = 60, 75
QUARTERS = 4
YEARLY_REPORTS, TWICE = 11, 1
"""So many tasks report once a year, the others every quarter; one of the yearly ones sends two reports: 64 · 4 + 10 + 2 = 268."""
PICTURES, MORE_PICTURES = 6, 50
"""Pictures a quarter of every task, and of how many tasks one more: 75 · 6 · 4 + 50 · 4 = 2,000."""
DOCUMENTS, MORE_DOCUMENTS = 3, 25
"""The same for documents: 75 · 3 · 4 + 25 · 4 = 1,000."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the cycle: the clause that it serves, what it is about, and which unit of ``UNITS`` does it."""

    number: int
    clause: str
    name: str
    unit: str

    @property
    def pictures(self) -> int:
        """How many pictures it supplies a quarter."""
        return PICTURES + (self.number < MORE_PICTURES)

    @property
    def documents(self) -> int:
        """How many documents it supplies a quarter."""
        return DOCUMENTS + (self.number < MORE_DOCUMENTS)

    @property
    def reports(self) -> tuple[str, int]:
        """In which rhythm it reports, and how many each time."""
        if self.number >= TASKS - YEARLY_REPORTS:
            return "yearly", 1 + (self.number >= TASKS - TWICE)
        return "quarterly", 1


def contents() -> Iterator[tuple[int, int, str, int]]:
    """Yield the contents in their order: number of the project, of the content within it, its name, how many tasks it is broken down into."""
    each = CONTENTS // len(PROJECTS)
    for place in range(CONTENTS):
        project, number = divmod(place, each)
        name = f"{PROJECTS[project]}：{MATTERS[number]}"
        yield project + 1, number + 1, name, 1 + (place % (CONTENTS // (TASKS - CONTENTS)) == 0)


def tasks() -> list[Task]:
    """Return the tasks in the order of their clauses."""
    found: list[Task] = []
    for project, number, name, parts in contents():
        for part in range(1, parts + 1):
            place = len(found)
            title = name if parts == 1 else f"{name}（{'一二'[part - 1]}）"
            found.append(Task(place, f"Ⅰ-{project}-{number}-{part}", title, UNITS[place * 7 % len(UNITS)]))
    return found


def edition() -> dict[str, object]:
    """Return the assessment system of the cycle as a pack: what a county's system looks like, not one that exists."""
    tree: list[dict[str, object]] = []
    for project, number, name, parts in contents():
        if number == 1:
            tree.append({"code": f"Ⅰ-{project}", "name": _named(PROJECTS[project - 1]), "children": []})
        criteria = [
            {"code": f"Ⅰ-{project}-{number}-{part}", "name": _named(f"{name}{part})"), "methods": ["online_filing"]}
            for part in range(1, parts + 1)
        ]
        content = {"code": f"Ⅰ-{project}-{number}", "name": _named(name), "children": criteria}
        tree[-1]["children"].append(content)  # type: ignore[attr-defined]  # a list, made four lines above
    return {
        "format": "wenming-standard/1",
        "code": "rehearsal-county-cycle",
        "title": {"zh": "演练县测评体系（虚构）", "en": "Assessment system of a rehearsal county (fictional)"},
        "edition": "演练",
        "complete": False,
        "not_covered": [_named("各条目的分值")],
        "levels": ["project", "content", "criterion"],
        "rules": {"missing": "exclude", "not_applicable": "exclude"},
        "sources": {"made": {"zh": "演练用，条目虚构", "en": "For rehearsal; made up", "confidence": "inferred"}},
        "source": "made",
        "shares": "unpublished",
        "tree": tree,
    }


def _named(name: str) -> dict[str, str]:
    """Return a name in both languages; the rehearsal's clauses have none of their own in English."""
    return {"zh": name, "en": name}
