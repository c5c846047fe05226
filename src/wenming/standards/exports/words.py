"""What people call the sections and details of a standard, and texts cut to the width of a terminal."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def section_words() -> dict[str, str]:
    """Return what people call the tree and the sections beside it."""
    return {
        "nodes": pgettext("section", "条目"),
        "conditions": pgettext("section", "申报条件"),
        "negative_list": pgettext("section", "负面清单"),
        "bonus": pgettext("section", "加分项"),
        "questions": pgettext("section", "问卷题目"),
        "materials": pgettext("section", "材料要求"),
        "figures": pgettext("section", "指标数值"),
        "samples": pgettext("section", "抽样规模"),
        "site_types": pgettext("section", "点位类型"),
        "check_items": pgettext("section", "检查项"),
        "crosswalk": pgettext("section", "标准对照"),
        "cards": pgettext("section", "应知应会"),
    }


def field_words() -> dict[str, str]:
    """Return what people call the details of a standard, of its nodes and of the rows of its sections."""
    return {
        "code": _("编号"), "title": _("名称"), "title_en": _("英文名称"), "name": _("名称"), "name_en": _("英文名称"),
        "edition": _("版本"), "levels": _("层级"), "level": _("层级"), "complete": _("完整"), "not_covered": _("未包括的部分"),
        "cycle_weights": _("周期各年权重"), "title_lines": _("标题线"), "units": _("责任单位"), "areas": _("区域"),
        "points": _("分值"), "assumed": _("分值未公布"), "missing": _("未测规则"), "not_applicable": _("不适用规则"),
        "functions": _("特殊规则"), "methods": _("测评方法"), "sites": _("点位数"), "aliases": _("别名"),
        "provenance": _("来源"), "months": _("月数"), "holder": _("称号城市"), "nominated": _("提名城市"),
        "applicant": _("申报城市"), "options": _("选项"), "scores": _("选项得分"), "headline": _("汇总指标"),
        "at_least": _("不低于"), "at_most": _("不高于"), "clauses": _("对应条目"), "kind": _("材料类型"), "count": _("份数"),
        "unit": _("计量单位"), "size": _("抽样数"), "population_from": _("人口起（万）"), "population_below": _("人口低于（万）"),
        "walk": _("走法"), "walk_en": _("英文走法"), "metres": _("长度（米）"), "minutes": _("停留（分钟）"),
        "time_from": _("时间起"), "time_to": _("时间止"), "site_type": _("点位类型"), "how": _("判定方法"),
        "how_en": _("英文判定方法"), "judge": _("判定方式"), "per_metres": _("每多少米"), "apart_metres": _("相隔米数"),
        "answer": _("答案"), "answer_en": _("英文答案"),
    }  # fmt: skip


def plain_line(text: str) -> str:
    """Return a line in which nothing that a pack says can break it or steer the terminal."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def shortened(text: str, width: int) -> str:
    """Return a text in at most so many columns, its end cut off where it is longer."""
    if columns(text) <= width:
        return text
    kept = text[:width]
    while columns(kept) > width - 2:
        kept = kept[:-1]
    return f"{kept}…"
