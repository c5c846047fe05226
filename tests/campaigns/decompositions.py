"""A standard of 125 criteria, a town of 60 departments, a random 任务分解表 of both, and the mess that offices make of it."""

from __future__ import annotations

import io
import itertools
import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import docx
import openpyxl

from wenming.engine.decomposition.tables import Meaning
from wenming.engine.naming import Known, NameIndex
from wenming.engine.standards import Standard
from wenming.standards.imports.packs import parse_pack

PROJECTS = (
    "廉洁高效的政务环境",
    "公正透明的法治环境",
    "规范守信的市场环境",
    "健康向上的人文环境",
    "优美宜居的生活环境",
)
TOPICS = (
    "党风廉政", "政务公开", "办事效率", "政风行风", "民主决策", "普法宣传", "公民维权", "基层治理", "法律援助", "劳动保障",
    "诚信建设", "窗口服务", "价格监管", "消费维权", "知识产权", "文化设施", "国民教育", "体育健身", "科学普及", "志愿服务",
    "市容环境", "公共交通", "医疗卫生", "生态绿化", "垃圾分类",
)  # fmt: skip
ASPECTS = (
    "组织健全并有专人落实",
    "制度上墙且年年修订",
    "宣传到位使群众知晓",
    "设施完好能够正常使用",
    "台账齐全可以随时查阅",
)
STEMS = (
    "发展和改革", "教育体育", "科学技术", "工业和信息化", "民族宗教", "公安", "民政", "司法行政", "财政", "人力资源和社会保障",
    "自然资源", "生态环境", "住房和城乡建设", "城市管理", "交通运输", "水利", "农业农村", "商务", "文化广电旅游", "卫生健康",
    "退役军人", "应急管理", "审计", "国有资产", "市场监督", "统计", "医疗保障", "信访", "林业", "园林绿化",
    "政务服务", "金融工作", "粮食储备", "机关事务", "档案管理", "气象服务", "地震预防", "消防救援", "邮政管理", "烟草专卖",
    "税务征收", "海关监管", "供销合作", "住房公积金", "社会科学", "残疾人事业", "红十字工作", "工商联络", "妇女工作", "青年工作",
    "工会工作", "文学艺术", "科学协会", "史志编纂", "广播电视", "供水服务", "供电服务", "燃气服务", "公交服务", "环卫作业",
)  # fmt: skip
DISTRICTS = ("望河区", "东岭区", "南湖区", "西关区", "北山区", "临江区")
UNITS = tuple(f"市{stem}局" for stem in STEMS)
GROUPS = {"各区": DISTRICTS, "市直各单位": UNITS[:20]}
NAMES = (*UNITS, *DISTRICTS)
KEYS = {name: number for number, name in enumerate(NAMES, start=1)}
HEADS = {
    "project": ("测评项目", "项目名称"), "content": ("测评内容", "三级指标"), "criterion": ("测评标准", "具体标准"),
    "number": ("序号",), "lead": ("牵头单位", "牵头部门", "主办单位", "牵头责任单位"),
    "responsible": ("责任单位", "责任部门", "承办单位"), "cooperating": ("配合单位", "协办单位", "协同单位"),
    "sponsor": ("包保单位", "包联单位"), "due": ("完成时限", "时限要求"), "materials": ("材料要求", "报送材料"),
    "spots": ("迎检点", "迎检点位"), "chief": ("责任单位领导", "分管领导"), "note": ("备注",),
}  # fmt: skip
PARTS = (Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.COOPERATING, Meaning.SPONSOR)
Matrix = dict[str, dict[str, list[str]]]
"""Code of a criterion -> part or term -> what stands there: names of units and groups, or one text."""


def pack_text() -> str:
    """Return the standard as its file: five projects of five contents of five criteria, numbered as the platform does."""
    lines = [
        "format: wenming-standard/1", "code: riverside-125", "title: {zh: 滨河市文明城市测评体系, en: Riverside}",
        'edition: "2026"', "complete: false", "not_covered: [{zh: 试验, en: A trial}]", "points: 125", "shares: unpublished",
        "levels: [project, content, criterion]", "rules: {missing: exclude, not_applicable: exclude}",
        "sources: {s: {zh: 试验, en: A trial, confidence: sourced}}", "source: s", "tree:",
    ]  # fmt: skip
    for number, project in enumerate(PROJECTS):
        lines += [
            f'  - code: "Ⅰ-{number + 1}"',
            f"    name: {{zh: {project}, en: Project {number + 1}}}",
            "    children:",
        ]
        for place in range(number * 5, number * 5 + 5):
            topic = TOPICS[place]
            lines += [
                f'      - code: "Ⅲ-{place + 1}"',
                f"        name: {{zh: {topic}, en: Content {place + 1}}}",
                "        children:",
            ]
            lines += [
                f'          - {{code: "Ⅲ-{place + 1}.{at}", name: {{zh: {topic}{aspect}, en: Criterion {at}}}}}'
                for at, aspect in enumerate(ASPECTS, start=1)
            ]
    return "\n".join(lines) + "\n"


@cache
def standard() -> Standard:
    """Return the standard."""
    return parse_pack(pack_text(), file_name="riverside-125.yaml")


@cache
def index() -> NameIndex:
    """Return the names of the town, with abbreviations and one group for each of two words."""
    known = [Known(KEYS[name], name, (name.removeprefix("市"),) if name in UNITS else ()) for name in NAMES]
    return NameIndex(known, {name: tuple(KEYS[member] for member in members) for name, members in GROUPS.items()})


def clause_codes() -> list[str]:
    """Return the codes of the criteria in published order."""
    return [leaf.code for leaf in standard().leaves]


def random_matrix(rng: random.Random, size: int = 125) -> Matrix:
    """Return who does what for the first criteria: a lead each, up to six more in the other parts, some groups, terms."""
    found: Matrix = {}
    for code in clause_codes()[:size]:
        units = rng.sample(UNITS, 12)
        row: dict[str, list[str]] = {"lead": units[:1], "responsible": units[1 : 1 + rng.randint(0, 6)]}
        row["cooperating"] = units[7 : 7 + rng.randint(0, 4)]
        row["sponsor"] = rng.choice([[], [], units[11:12]])
        if rng.random() < 0.3:
            row["responsible"].insert(rng.randint(0, len(row["responsible"])), rng.choice(["各区"]))
        if rng.random() < 0.1:
            row["cooperating"] = ["市直各单位"]
        row["due"] = [rng.choice(["2026年6月30日前", "长期坚持", "2026年10月底前", ""])]
        row["materials"] = [rng.choice(["文件、照片各1份", "工作总结", ""])]
        row["spots"], row["chief"] = [rng.choice(["市民中心", ""])], [rng.choice(["分管副局长", ""])]
        found[code] = row
    return found


def meant(matrix: Matrix) -> set[tuple[str, str, int]]:
    """Return what the matrix means: clause, part, unit."""
    return {
        (code, part.value, KEYS[unit])
        for code, row in matrix.items()
        for part in PARTS
        for word in row[part.value]
        for unit in GROUPS.get(word, (word,))
    }


@dataclass(frozen=True)
class Mess:
    """What an office does to its table."""

    title: bool = False
    two_row_heads: bool = False
    merged_tree: bool = True
    synonyms: bool = False
    wide_digits: bool = False
    repeated_heads: bool = False
    footnote: bool = False
    hidden_rows: bool = False
    blank_rows: bool = False
    separators: bool = False
    numbered_lists: bool = False
    short_names: bool = False
    remarks: bool = False
    sheets: bool = False
    section_rows: bool = False
    codes: bool = True


TIDY = Mess()
EVERYTHING = Mess(**dict.fromkeys(Mess.__dataclass_fields__, True))


@dataclass
class Paper:
    """One sheet or table on its way to a file: rows of texts, merged ranges (from 0, both ends included), hidden rows."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)

    def add(self, row: list[str]) -> int:
        """Add a row; return where it stands."""
        self.rows.append(row)
        return len(self.rows) - 1


COLUMNS = (
    "number", "project", "content", "criterion", "lead", "responsible", "cooperating", "sponsor", "due", "materials",
    "spots", "chief", "note",
)  # fmt: skip


def papers(matrix: Matrix, mess: Mess, rng: random.Random) -> list[Paper]:
    """Return the table as an office makes it."""
    made: list[Paper] = []
    _begin(mess, rng, made, "任务分解表")
    last = ("", "")
    for number, (code, row) in enumerate(matrix.items(), start=1):
        content = _above(code)
        project = _above(content.code)
        last = _part(made, mess, rng, (project, number), last)
        if mess.blank_rows and rng.random() < 0.05:
            made[-1].add([""] * len(COLUMNS))
            last = ("", "")
        cells = {"number": str(number), "note": "", "project": _coded(project, mess), "content": _coded(content, mess)}
        if mess.section_rows or (mess.merged_tree and project.code == last[0]):
            cells["project"] = ""
        if mess.merged_tree and content.code == last[1]:
            cells["content"] = ""
        mark = rng.choice(["）", ".", "、"]) if mess.synonyms else "）"
        cells["criterion"] = f"{_wide(code.rpartition('.')[2], mess)}{mark}{standard().node(code).name}"
        cells |= {part.value: _units(row[part.value], mess, rng) for part in PARTS}
        cells |= {term: row[term][0] for term in ("due", "materials", "spots", "chief")}
        at = made[-1].add([cells[column] for column in COLUMNS])
        made[-1].hidden += [at] if mess.hidden_rows and rng.random() < 0.05 else []
        last = (project.code, content.code)
    for one in made:
        _finish(one, mess)
    return made


@cache
def _above(code: str) -> Any:
    return next(node for node in standard().nodes for child in node.children if child.code == code)


def _part(
    made: list[Paper], mess: Mess, rng: random.Random, begins: tuple[Any, int], last: tuple[str, str]
) -> tuple[str, str]:
    """Begin another sheet, or repeat the heads, or write a heading across the table where a project begins."""
    project, number = begins
    if project.code == last[0]:
        return last
    if mess.sheets and number > 1:
        _begin(mess, rng, made, f"第{len(made) + 1}部分")
        last = ("", "")
    elif mess.repeated_heads and number > 1:
        _heads(made[-1], mess, rng)
        last = ("", "")
    if mess.section_rows:
        at = made[-1].add([f"{project.code} {project.name}", *[""] * (len(COLUMNS) - 1)])
        made[-1].merged.append((at, 0, at, len(COLUMNS) - 1))
    return last


def _finish(paper: Paper, mess: Mess) -> None:
    """Merge the cells of the tree, and add a note below the table."""
    _merge_tree(paper, mess)
    if mess.footnote:
        at = paper.add(["注：牵头单位负总责，责任单位具体落实。", *[""] * (len(COLUMNS) - 1)])
        paper.merged.append((at, 0, at, len(COLUMNS) - 1))


def _begin(mess: Mess, rng: random.Random, made: list[Paper], name: str) -> None:
    paper = Paper(name)
    made.append(paper)
    if mess.title:
        at = paper.add(["滨河市2026年文明城市创建工作任务分解表", *[""] * (len(COLUMNS) - 1)])
        paper.merged.append((at, 0, at, len(COLUMNS) - 1))
        paper.add(["填报单位：市创建办", "", "", "", "", "", "", "", "", "填报日期：3月1日", "", "", ""])
    _heads(paper, mess, rng)


def _heads(paper: Paper, mess: Mess, rng: random.Random) -> None:
    words = [rng.choice(HEADS[column]) if mess.synonyms else HEADS[column][0] for column in COLUMNS]
    if not mess.two_row_heads:
        paper.add(words)
        return
    top = [*words[:4], "责任分工", "", "", "", *words[8:]]
    at = paper.add(top)
    paper.add(["", "", "", "", *words[4:8], "", "", "", "", ""])
    paper.merged.append((at, 4, at, 7))
    paper.merged += [(at, column, at + 1, column) for column in (*range(4), *range(8, 13))]


def _coded(node: Any, mess: Mess) -> str:
    code = _wide(node.code.replace("Ⅲ", "III").replace("Ⅰ", "I"), mess) if mess.wide_digits else node.code
    return f"{code} {node.name}" if mess.codes else node.name


def _wide(text: str, mess: Mess) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if mess.wide_digits and char in "0123456789-" else char for char in text)


def _units(words: list[str], mess: Mess, rng: random.Random) -> str:
    said = [
        word.removeprefix("市") if mess.short_names and word in UNITS and rng.random() < 0.4 else word for word in words
    ]
    if mess.remarks:
        said = [
            f"{word}（{rng.choice(['按职责分工负责', '办公室 0376-5550000'])}）" if rng.random() < 0.1 else word
            for word in said
        ]
    if mess.numbered_lists and len(said) > 1 and rng.random() < 0.5:
        return "\n".join(f"{_wide(str(number), mess)}.{word}" for number, word in enumerate(said, start=1))
    between = rng.choice(["、", "，", ",", "；", ";", "\n", "/", "　"]) if mess.separators else "、"
    text = between.join(said)
    return f"{text}等部门" if mess.remarks and len(said) > 1 and said[-1] not in GROUPS and rng.random() < 0.2 else text


def _merge_tree(paper: Paper, mess: Mess) -> None:
    """Merge the blank cells of the tree into those above them."""
    if not mess.merged_tree:
        return
    for column in (1, 2):
        start: int | None = None
        for row in range(len(paper.rows) + 1):
            texts = paper.rows[row] if row < len(paper.rows) else None
            inside = texts is not None and texts[0].isdecimal()
            if start is not None and (not inside or texts[column]):
                if row - 1 > start:
                    paper.merged.append((start, column, row - 1, column))
                start = None
            if inside and texts[column]:
                start = row


def filled(made: list[Paper]) -> int:
    """Return how many cells have something in them."""
    return sum(bool(text) for text in itertools.chain.from_iterable(row for paper in made for row in paper.rows))


def as_xlsx(made: list[Paper]) -> bytes:
    """Return the papers as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for paper in made:
        page = book.create_sheet(paper.name)
        for number, row in enumerate(paper.rows, start=1):
            for column, text in enumerate(row, start=1):
                if text:
                    page.cell(number, column, int(text) if text.isascii() and text.isdecimal() else text)
        for top, left, bottom, right in paper.merged:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for row in paper.hidden:
            page.row_dimensions[row + 1].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_docx(made: list[Paper]) -> bytes:
    """Return the papers as the tables of a Word document."""
    document = docx.Document()
    for paper in made:
        document.add_paragraph(paper.name)
        table = document.add_table(rows=len(paper.rows), cols=len(COLUMNS))
        cells = [row.cells for row in table.rows]
        for number, row in enumerate(paper.rows):
            for column, text in enumerate(row):
                if text:
                    cells[number][column].text = text
        for top, left, bottom, right in paper.merged:
            cells[top][left].merge(cells[bottom][right])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
