"""The sheets of the sections beside the tree: one row per entry, and how its cells become the mapping of a YAML file."""

from __future__ import annotations

from wenming.standards.imports.layout import NAMES, ORIGIN, Head, Layout
from wenming.standards.imports.outlines import Sheet
from wenming.standards.imports.provisions import BILINGUAL, HOLDINGS, PENALTY_KEYS, section_keys
from wenming.standards.imports.sketches import Sketch
from wenming.standards.imports.tables import Row

LISTS = ("options", "scores", "methods", "clauses", "aliases")
"""The keys whose cell holds several values."""
_CODE = Head("code", "编号", 14)
_CLAUSES = Head("clauses", "对应条目", 30)
_MONTHS = Head("months", "月数", 10)
_QUESTION = (Head("name_zh", "题目", 40), Head("name_en", "英文题目", 40))
_AT_LEAST, _AT_MOST = Head("at_least", "不低于", 10), Head("at_most", "不高于", 10)
_CITIES = dict(zip(HOLDINGS, ("称号城市", "提名城市", "申报城市"), strict=True))
_PENALTIES = tuple(
    head
    for holding, city in _CITIES.items()
    for head in (
        Head(f"{holding}_effect", f"{city}后果", 14, words="penalty"),
        Head(f"{holding}_points", f"{city}扣分", 10),
        Head(f"{holding}_months", f"{city}月数", 10),
    )
)

SECTION_LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout("conditions", "申报条件", (_CODE, *NAMES, _MONTHS, *ORIGIN)),
        Layout("negative_list", "负面清单", (_CODE, *NAMES, *_PENALTIES, *ORIGIN)),
        Layout("bonus", "加分项", (_CODE, *NAMES, Head("points", "加分", 10), *ORIGIN)),
        Layout(
            "questions",
            "问卷题目",
            (
                _CODE, *_QUESTION, Head("options", "选项", 30), Head("scores", "选项得分", 20),
                Head("headline", "汇总指标", 14), Head("methods", "方法", 24), _AT_LEAST, _CLAUSES, *ORIGIN,
            ),
        ),
        Layout(
            "materials",
            "材料要求",
            (
                _CODE, *NAMES, Head("kind", "材料类型", 14, words="material"), Head("count", "份数", 10), _MONTHS,
                _CLAUSES, *ORIGIN,
            ),
        ),
        Layout("figures", "指标数值", (_CODE, *NAMES, _AT_LEAST, _AT_MOST, Head("unit", "计量单位", 10), _CLAUSES, *ORIGIN)),
        Layout(
            "samples",
            "抽样规模",
            (
                _CODE, *NAMES, Head("size", "抽样数", 10), Head("population_from", "人口起（万）", 12),
                Head("population_below", "人口低于（万）", 12), _CLAUSES, *ORIGIN,
            ),
        ),
        Layout(
            "site_types",
            "点位类型",
            (
                _CODE, *NAMES, Head("walk_zh", "走法", 40), Head("walk_en", "英文走法", 40), Head("metres", "长度（米）", 10),
                Head("minutes", "停留（分钟）", 10), Head("time_from", "时间起", 10), Head("time_to", "时间止", 10),
                Head("aliases", "别名", 24), *ORIGIN,
            ),
        ),
        Layout(
            "check_items",
            "检查项",
            (
                _CODE, Head("site_type", "点位类型", 14, "same"), *NAMES, Head("how_zh", "判定方法", 40),
                Head("how_en", "英文判定方法", 40), Head("judge", "判定方式", 10), _AT_LEAST, _AT_MOST,
                Head("per_metres", "每多少米", 10), Head("apart_metres", "相隔米数", 10), _CLAUSES, *ORIGIN,
            ),
        ),
        Layout("crosswalk", "标准对照", (_CODE, *NAMES, _CLAUSES, *ORIGIN)),
        Layout("cards", "应知应会", (_CODE, *_QUESTION, Head("answer_zh", "答案", 60), Head("answer_en", "英文答案", 60), _CLAUSES, *ORIGIN)),
    )
}  # fmt: skip
"""The sheet of every section, in the order of a pack."""


def read_section(section: str, rows: list[Row], sheet: Sheet, pack: Sketch) -> None:
    """Add one entry to the section per row of its sheet."""
    keys = section_keys(section)
    texts = tuple(key for key in keys if key not in {*BILINGUAL, *LISTS, *HOLDINGS})
    for row in rows:
        entry = sheet.sketch(row, texts)
        for key in keys:
            if key in BILINGUAL:
                sheet.pair(entry, key, row, (f"{key}_zh", f"{key}_en"))
            elif key in LISTS:
                entry.texts(key, row.texts.get(key, ""), sheet.line(row, key))
            elif key in HOLDINGS:
                _add_penalty(entry, key, row, sheet)
        pack.items(section, sheet.line()).append(entry.node)


def _add_penalty(entry: Sketch, holding: str, row: Row, sheet: Sheet) -> None:
    """Add what an entry of the negative list does to such a city, from its three columns."""
    penalty = Sketch(sheet.line(row, f"{holding}_effect"))
    for key in PENALTY_KEYS:
        column = f"{holding}_{key}"
        penalty.text(key, row.texts.get(column, ""), sheet.line(row, column))
    if penalty.node.value:
        entry.put(holding, penalty.node)
