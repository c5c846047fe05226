"""Standards as offices keep them: the same rows as a Word table and as an Excel sheet, and our own workbook as a document."""

import io
from dataclasses import dataclass, field

import docx
import openpyxl
from hypothesis import strategies as st

from tests.standards.packtexts import Namer
from wenming.standards.exports.workbooks import pack_workbook
from wenming.standards.imports.contents import number_text
from wenming.standards.imports.grids import cell_text, read_grids
from wenming.standards.imports.layout import word_shown
from wenming.standards.imports.tree import Method

HEADS = {"project": "测评项目", "indicator": "Ⅱ 指标名称", "content": "测评内容\n（Ⅲ）", "criterion": "测评标准"}
LEVELS = tuple(HEADS)


@dataclass
class Table:
    """One table: its name, its rows of texts, and ranges of merged cells, all from 0."""

    name: str
    rows: list
    merged: list = field(default_factory=list)


def word(tables, *paragraphs):
    """Return a document with the tables, each under a paragraph with its name."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for table in tables:
        document.add_paragraph(table.name)
        width = max(map(len, table.rows))
        made = document.add_table(len(table.rows), width, style="Table Grid")
        cells = [list(row.cells) for row in made.rows]
        for row, texts in enumerate(table.rows):
            for column, text in enumerate(texts):
                if text not in {"", None}:
                    cells[row][column].text = str(text)
        for top, left, bottom, right in table.merged:
            cells[top][left].merge(cells[bottom][right])
    return saved(document)


def excel(tables):
    """Return a workbook with one sheet per table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in tables:
        page = book.create_sheet(table.name)
        for row in table.rows:
            page.append([text or None for text in row])
        for top, left, bottom, right in table.merged:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return saved(book)


def saved(file):
    """Return the bytes of a document or a workbook."""
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def own_document(contents):
    """Return our own workbook as a document: every sheet a table under a heading with its name."""
    grids = read_grids(pack_workbook(contents))
    return word([Table(grid.name, [[cell_text(cell) for cell in row] for row in grid.rows]) for grid in grids])


# ---- the form of an office from the tree of a pack


def form(tree, levels, *, below="merged", several=False, coded=True, units=None, name="测评体系"):
    """Return the table of a tree: upper cells ``merged``, ``repeated`` or ``blank`` below; standards ``several`` to a cell."""
    columns = [*levels, "method", "points", "lead"]
    rows = [[HEADS[level] for level in levels] + ["测评方法", "分值", "牵头单位"]]
    merged = []
    shape = _Shape(rows, merged, columns, below, several, coded, units or {})
    for node in tree:
        shape.add(node, 0)
    return Table(name, rows, merged)


@dataclass
class _Shape:
    rows: list
    merged: list
    columns: list
    below: str
    several: bool
    coded: bool
    units: dict

    def add(self, node, depth, number=0):
        """Add a node and everything below it."""
        top, children = len(self.rows), node.get("children", [])
        text = self.text(node, number)
        if self.several and children and self.columns[depth + 1] == "criterion":
            row = self.row()
            row[depth + 1] = "\n".join(self.text(child, place) for place, child in enumerate(children, 1))
            methods = [f"{place}){shown(child)}" for place, child in enumerate(children, 1) if child.get("methods")]
            row[self.columns.index("method")] = " ".join(methods)
        for place, child in () if len(self.rows) > top else enumerate(children, 1):
            self.add(child, depth + 1, place if self.columns[depth + 1] == "criterion" else 0)
        if not children:
            row = self.row()
            row[self.columns.index("method")] = shown(node)
        lead = self.units.get(node["code"], "")
        column = self.columns.index("lead")
        self.rows[top][column] = self.rows[top][column] or lead
        self.rows[top][depth] = text
        for row in range(top + 1, len(self.rows)) if self.below == "repeated" else ():
            self.rows[row][depth] = text
        if len(self.rows) > top + 1 and self.below == "merged":
            self.merged.append((top, depth, len(self.rows) - 1, depth))

    def row(self):
        """Add an empty row."""
        self.rows.append([""] * len(self.columns))
        return self.rows[-1]

    def text(self, node, number):
        """Return a node as its cell writes it."""
        code = f"{number}）" if number else f"{node['code']} " if self.coded else ""
        points = (
            f"（{node['points']}分）" if "points" in node else f"（权重{percent(node)}）" if "weight" in node else ""
        )
        return f"{code}{node['name']['zh']}{points}"


def percent(node):
    """Return a weight as offices write it."""
    return f"{number_text(100 * __import__('fractions').Fraction(node['weight']))}%"


def shown(node):
    """Return the methods of a node in the words of the trade."""
    return "、".join(word_shown("methods", method) for method in node.get("methods", []))


# ---- trees at random


@st.composite
def trees(draw):
    """Return the tree of an office's form (as a reading gives it), its levels, and whether it has codes."""
    levels = draw(st.sampled_from([LEVELS, LEVELS[:3], LEVELS[1:], ("project", "criterion"), ("project",)]))
    coded = draw(st.booleans()) and levels[0] == "project"
    maker = _Maker(draw, levels, coded)
    published = draw(st.booleans())
    tree = [maker.node(0, "", place, published=published) for place in range(1, draw(st.integers(1, 3)) + 1)]
    return tree, levels, coded


class _Maker:
    def __init__(self, draw, levels, coded):
        self.draw, self.levels, self.coded = draw, levels, coded
        self.namer, self.counts = Namer(draw), {}

    def node(self, depth, above, place, *, published, inherited=None):
        """Return a node with everything below it; ``published``: it has points."""
        level = self.levels[depth]
        code = f"{above}.{place}".removeprefix(".")
        if self.coded and level != "criterion":
            self.counts[level] = self.counts.get(level, 0) + 1
            code = f"{'ⅠⅡⅢ'[LEVELS.index(level)]}-{self.counts[level]}"
        name = f"健{self.namer.name()}".replace("\n", "").replace(";", "").replace("；", "")
        name = name.replace("~", "").replace("分", "")
        node = {"code": code, "name": {"zh": name, "en": name}}
        inherited = not published if inherited is None else inherited
        count = self.draw(st.integers(0, 3)) if depth + 1 < len(self.levels) else 0
        below = published and self.draw(st.booleans())
        children = [
            self.node(depth + 1, code, at, published=below, inherited=inherited or not below)
            for at in range(1, count + 1)
        ]
        if children:
            node["children"] = children
            if not below and not inherited:
                node["shares"] = "unpublished"
        if published:
            parts = [int(child["points"]) for child in children if below]
            node["points"] = str(sum(parts) if parts else self.draw(st.integers(1, 40)))
        if not children and self.draw(st.booleans()):
            methods = st.lists(
                st.sampled_from([method.value for method in Method]), min_size=1, max_size=3, unique=True
            )
            node["methods"] = self.draw(methods)
        return node


# ---- a rich form by hand: two levels of heads, everything that makes offices' tables hard

RICH = Table(
    "附件1",
    [
        ["测评项目", "指标名称", "测评内容", "测评标准", "测评方法", "分值", "责任分工", "", "备注"],
        ["", "", "", "", "", "", "牵头单位", "配合单位", ""],
        [
            "Ⅰ-1 中央文明委重点工作（20分）", "Ⅱ－１　学习宣传贯彻", "Ⅲ-1 健全学习制度",
            "1）有年度学习计划；\n２）实行分级分类学习；\n3）有考核和督查。", "1)材料审核 2)材料审核、问卷调查 3)材料审核", "12",
            "市委宣传部", "市委组织部、市教育局", "以文件为准",
        ],
        ["", "", "III—2党员干部学习", "①理论学习中心组定期学习", "材料审核", "3", "市委组织部", "", ""],
        ["", "", "", "② 党校开设专题课程\n注：以课程表为准", "材料审核", "5", "", "", ""],
        ["小计", "", "", "", "", "20", "", "", ""],
        [
            "Ⅰ－２　公共环境（共３０分）", "Ⅱ-2 街面环境", "Ⅲ—3 主次干道", "（1）路面平整、无积水（6分）", "实地考察", "", "市城管局", "各街道", "",
        ],
        ["", "", "", "（2）无占道经营（4分）", "实地考察、整体观察", "", "", "", ""],
        ["注：实地考察为暗访。", "", "", "", "", "", "", "", ""],
        ["测评项目", "指标名称", "测评内容", "测评标准", "测评方法", "分值", "责任分工", "", "备注"],
        ["", "", "", "", "", "", "牵头单位", "配合单位", ""],
        ["Ⅰ－２　公共环境（续）", "Ⅱ-2 街面环境", "Ⅲ-4 背街小巷", "", "实地考察", "20", "", "", ""],
        ["", "", "", "", "", "", "", "", ""],
        ["合计", "", "", "", "", "50分", "", "", ""],
    ],
    [
        *((0, column, 1, column) for column in (0, 1, 2, 3, 4, 5, 8)), (0, 6, 0, 7),
        *((9, column, 10, column) for column in (0, 1, 2, 3, 4, 5, 8)), (9, 6, 9, 7),
        (2, 0, 4, 0), (2, 1, 4, 1), (3, 2, 4, 2), (3, 6, 4, 6), (6, 0, 7, 0), (6, 1, 7, 1), (6, 2, 7, 2), (8, 0, 8, 8),
    ],
)  # fmt: skip


def leaf(code, name, points="", *methods):
    """Return a node without children as a reading gives it."""
    node = {"code": code, "name": {"zh": name, "en": name}}
    return node | ({"points": points} if points else {}) | ({"methods": list(methods)} if methods else {})


def inner(code, name, children, **rest):
    """Return a node with children as a reading gives it."""
    return {**leaf(code, name), **rest, "children": children}


RICH_TREE = [
    inner("Ⅰ-1", "中央文明委重点工作", [
        inner("Ⅱ-1", "学习宣传贯彻", [
            inner("Ⅲ-1", "健全学习制度", [
                leaf("Ⅲ-1.1", "有年度学习计划", "", "material_review"),
                leaf("Ⅲ-1.2", "实行分级分类学习", "", "material_review", "survey"),
                leaf("Ⅲ-1.3", "有考核和督查。", "", "material_review"),
            ], points="12", shares="unpublished"),
            inner("Ⅲ-2", "党员干部学习", [
                leaf("Ⅲ-2.1", "理论学习中心组定期学习", "3", "material_review"),
                leaf("Ⅲ-2.2", "党校开设专题课程", "5", "material_review"),
            ]),
        ]),
    ], points="20"),
    inner("Ⅰ-2", "公共环境", [
        inner("Ⅱ-2", "街面环境", [
            inner("Ⅲ-3", "主次干道", [
                leaf("Ⅲ-3.1", "路面平整、无积水", "6", "field_inspection"),
                leaf("Ⅲ-3.2", "无占道经营", "4", "field_inspection", "overall_view"),
            ]),
            leaf("Ⅲ-4", "背街小巷", "20", "field_inspection"),
        ]),
    ], points="30"),
]  # fmt: skip
"""The tree of the rich form, written by hand from what its table says."""
