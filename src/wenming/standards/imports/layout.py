"""How a pack lies in a workbook: its sheets, their columns and the words of the trade for the format's own words.

The export writes by this table and the import reads by it. Heads carry the Chinese name and the key of the format; either
of the two is understood alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wenming.engine.matching import fold


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its key, its Chinese head, its width, and what cells merged over several rows mean.

    ``merged`` is ``same`` (every row has the value), ``open`` (the value stands for the first row, and what follows belongs
    to it) or "" (nobody could tell: a fault). ``words`` names the words of the format that stand in it, where they are not
    those of its key.
    """

    key: str
    chinese: str
    width: int = 14
    merged: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """The head as it is written: in Chinese, with the key of the format."""
        return f"{self.chinese} {self.key.removeprefix(LEVEL)}"

    @property
    def vocabulary(self) -> str:
        """The key of the words of the format that stand in the column, as far as it holds such words."""
        return self.words or self.key


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: its key, its Chinese name, its columns, and whether a workbook must have it."""

    key: str
    chinese: str
    heads: tuple[Head, ...]
    needed: bool = False

    @property
    def name(self) -> str:
        """The name of the sheet as it is written."""
        return f"{self.chinese} {self.key.removeprefix(LEVEL)}"


ORIGIN = (Head("source", "来源", 12, "same"), Head("confidence", "可信度", 14, "same"))
NAMES = (Head("name_zh", "名称", 40), Head("name_en", "英文名称", 40))
_LEVEL_WORDS = {
    "project": "测评项目",
    "indicator": "测评指标",
    "content": "测评内容",
    "criterion": "测评标准",
    "method": "测评方法",
}
LEVEL = "level:"
"""The key of a level's column is this and the level."""

ITEMS = (
    Head("format", "格式"),
    Head("code", "代号"),
    Head("title", "标题"),
    Head("edition", "版本"),
    Head("complete", "是否完整"),
    Head("not_covered", "未包括的部分"),
    Head("points", "总分"),
    Head("shares", "下级分值"),
    Head("levels", "层级"),
    Head("missing", "未测规则"),
    Head("not_applicable", "不适用规则"),
    Head("source", "默认来源"),
    Head("confidence", "默认可信度"),
    Head("cycle_weight", "周期各年权重"),
    Head("cycle_source", "周期来源"),
    Head("cycle_confidence", "周期可信度"),
)
"""The rows of the first sheet."""
BILINGUAL = ("title", "not_covered")
REPEATED = ("not_covered", "cycle_weight")

STANDARD = Layout("standard", "体系", (Head("item", "项", 28), Head("value", "内容", 60), Head("en", "英文", 60)), needed=True)  # fmt: skip
SOURCES = Layout(
    "sources",
    "来源表",
    (
        Head("key", "键"),
        Head("zh", "来源说明", 60),
        Head("en", "英文说明", 60),
        Head("confidence", "可信度", 14, "same"),
    ),
    needed=True,
)
FACTS = Layout("facts", "情形", (Head("code", "编号"), *NAMES, *ORIGIN))
FUNCTIONS = Layout(
    "functions",
    "规则",
    (
        Head("node", "条目编号", 14, "same"), Head("kind", "规则", 14, "open"), Head("fact", "情形编号", 14, "open"),
        Head("limit", "限额", 10, "open"), Head("label", "等次"), Head("rate_from", "得分率起点"), Head("share", "得分比例"),
    ),
)  # fmt: skip
TITLE_LINES = Layout(
    "title_lines",
    "标题线",
    (
        Head("effect", "效果"), Head("score_from", "分数起"), Head("score_below", "分数低于"),
        Head("rank_to", "名次前"), *ORIGIN,
    ),
)  # fmt: skip
_PLACE = (*NAMES, Head("aliases", "别名", 30), *ORIGIN)
UNITS = Layout("units", "单位", _PLACE)
AREAS = Layout("areas", "属地", _PLACE)
_NODE_HEADS = (
    Head("code", "编号", 10),
    Head("name_en", "英文名称", 40),
    Head("points", "分值", 10),
    Head("weight", "权重", 10),
    Head("sites", "点位数", 10),
    Head("methods", "方法", 24, "same"),
    Head("aliases", "别名", 24),
    Head("missing", "未测规则", 14, "same"),
    Head("not_applicable", "不适用规则", 14, "same"),
    Head("shares", "下级分值", 14),
    *ORIGIN,
)


def nodes_layout(levels: tuple[str, ...]) -> Layout:
    """Return the sheet of the tree: one column per level, each node's name in the column of its level."""
    heads = [Head(LEVEL + level, _LEVEL_WORDS.get(level, level), 30, "open") for level in levels]
    return Layout("nodes", "条目", (*heads, *_NODE_HEADS), needed=True)


WORDS: Mapping[str, Mapping[str, str]] = {
    "complete": {"true": "是", "false": "否"},
    "levels": _LEVEL_WORDS,
    "missing": {"exclude": "不计入", "redistribute": "按比例分摊", "zero": "按零分计", "last": "沿用上次"},
    "confidence": {"sourced": "有公开来源", "shared": "有转载来源", "inferred": "推断", "unverified": "未核实"},
    "effect": {"commend": "通报表扬", "criticise": "通报批评", "suspend": "停牌"},
    "kind": {
        "veto": "一票否决", "threshold": "达标线", "cap": "封顶", "floor": "保底", "deduct": "按次扣分", "grade": "分档计分",
        "bonus": "加分",
    },
    "shares": {"unpublished": "分值未公布"},
    "penalty": {
        "deduct": "扣年度分", "criticise": "点名批评", "stop_nomination": "停止提名", "disqualify": "取消申报资格",
        "suspend": "停止称号", "cancel": "取消称号",
    },
    "material": {"document": "规范性文件", "report": "说明报告", "picture": "实景图片", "statistics": "统计表"},
    "headline": {"awareness": "知晓率", "support": "支持率", "participation": "参与率", "satisfaction": "满意率"},
    "judge": {"yes_no": "是否", "count": "计数", "grade": "分级"},
    "methods": {
        "material_review": "材料审核", "online_filing": "网上申报", "field_inspection": "实地考察", "survey": "问卷调查",
        "household": "入户调查", "street_intercept": "街头拦访", "media_check": "媒体调查", "department_opinion": "部门意见",
        "overall_view": "整体观察",
    },
}  # fmt: skip
"""The format's own words as the glossary says them in Chinese; both are understood."""
_SAME_WORDS = {"not_applicable": "missing", "cycle_confidence": "confidence"}


def word_shown(key: str, word: str) -> str:
    """Return a word of the format as the workbook shows it."""
    return WORDS.get(_SAME_WORDS.get(key, key), {}).get(word, word)


def word_read(key: str, text: str) -> str:
    """Return the word of the format that a cell means; the text itself where it means none."""
    known = WORDS.get(_SAME_WORDS.get(key, key), {})
    meanings = {fold(name): word for word, chinese in known.items() for name in (word, chinese)}
    return meanings.get(fold(text), text)


def has_words(key: str) -> bool:
    """Say whether a column holds words of the format."""
    return _SAME_WORDS.get(key, key) in WORDS


def spellings(head: Head | Layout) -> frozenset[str]:
    """Return the ways in which a head or the name of a sheet is understood, as names are compared."""
    key = head.key.removeprefix(LEVEL)
    return frozenset(map(fold, (f"{head.chinese}{key}", head.chinese, key)))
