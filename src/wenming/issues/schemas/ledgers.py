"""What stands against rows and pictures of a table of issues, in words: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.issues.enums import IssueState


def column_words() -> dict[str, str]:
    """Return what the meanings of columns are called."""
    return {
        "number": _("编号"),
        "source_number": _("来源编号"),
        "text": _("问题描述"),
        "place": _("位置"),
        "area": _("属地"),
        "minor": _("小类"),
        "node": _("测评条目"),
        "unit": _("责任单位"),
        "helpers": _("会办单位"),
        "chief": pgettext("column", "责任人"),
        "measure": _("整改措施"),
        "term": _("时限"),
        "before": _("整改前照片"),
        "after": _("整改后照片"),
        "answer": _("整改情况"),
        "closed": _("销号日期"),
        "found": _("发现日期"),
        "source": _("来源"),
        "urgent": _("紧急"),
        "private": _("个人信息，不保存"),
    }


def problem_words(one: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a row or a picture, and how to mend it."""
    why, mend = {**_rows(), **_doubles(), **_pictures(), **_notes()}[one["kind"]]
    facts = {**one["facts"]}
    if one["kind"] == "differs":
        facts["fields"] = column_words().get(facts["fields"].partition("、")[0], facts["fields"])
    return why % facts, mend % facts


def _rows() -> dict[str, tuple[str, str]]:
    """Return the words of faults of rows."""
    return {
        "skipped": (_("已选择不写入"), _("要写入，撤销这个选择")),
        "no_text": (_("没有问题描述"), _("填上问题描述")),
        "broken": (_("公式出错或没有结果"), _("改成固定的文字或数字")),
        "long": (_("超过 %(longest)s 个字"), _("改短一些")),
        "unknown_source": (_("没有这个来源"), _("选一个已有的来源")),
        "unknown_unit": (_("没有叫这个名称的单位"), _("记为一个单位的别名，或留空")),
        "unknown_minor": (_("没有这个小类"), _("选一个已有的小类，或留空")),
        "no_year": (_("没有写年份"), _("选定是哪一年；不猜")),
        "at_once": (_("没有写多久"), _("选定立行立改按多久计")),
        "unread_term": (_("看不懂这个时限或日期"), _("写成 3日内、3个工作日、2026-11-30 这样的")),
        "no_day": (_("不是一个日期"), _("写成 2026-11-30")),
        "in_future": (_("日期还没有到"), _("核对日期和年份")),
        "closed_before": (_("销号日期早于发现日期"), _("核对两个日期")),
        "closed_by_nobody": (_("已销号，但没有责任单位"), _("填上责任单位")),
        "no_closing_day": (_("已销号，但没有写日期"), _("选定这些行怎样处理")),
    }


def _doubles() -> dict[str, tuple[str, str]]:
    """Return the words of what may be there already."""
    return {
        "differs": (
            _("台账里的 %(number)s 与这一行不同：%(fields)s"),
            _("要改就在这件问题的页面更正；导入不改已有的问题"),
        ),
        "known_source": (_("这个来源编号已是 %(number)s"), _("同一件不必再导入；确实是另一件就改正编号")),
        "twice_source": (_("来源编号与第 %(row)s 行相同"), _("删去重复的一行，或改正编号")),
        "twice_text": (_("位置和描述与第 %(row)s 行相同"), _("是另一件就选“是另一件”，重复的不写入")),
        "known_text": (_("台账里的 %(number)s 位置和描述相同"), _("是另一件就选“是另一件”，同一件不写入")),
    }


def _pictures() -> dict[str, tuple[str, str]]:
    """Return the words of faults of pictures."""
    return {
        "picture_without_row": (_("图片所在的行没有写入"), _("把图片放到问题所在的行；那一行写入时图片一起写入")),
        "picture_missing": (_("图片不在文件里（只有链接或编号）"), _("在 WPS 里打开原文件，重新插入图片后再导入")),
        "picture_unreadable": (_("图片打不开，或不是 JPEG、PNG、WebP"), _("另存为 JPEG 后重新插入")),
        "picture_beside": (_("图片不在照片一列"), _("把图片移到“整改前”或“整改后”一列，或在“对应列”一步指定照片列")),
        "picture_too_many": (_("一件问题最多 9 张照片"), _("删去多余的，或分成两行")),
        "picture_loose": (_("图片没有放在任何一格"), _("把图片放进问题所在的行（浮动图片或 WPS 单元格图片）")),
    }


def _notes() -> dict[str, tuple[str, str]]:
    """Return the words of what hinders nothing."""
    return {
        "sum": (_("合计行，不是问题"), _("不必改")),
        "title": (_("小标题或说明，不是问题"), _("不必改")),
        "goes_on": (_("与上一行是同一件（合并的单元格）"), _("不必改；这一行的图片归上一行")),
        "foreign_number": (_("不是本台账的编号"), _("不必改；由系统另行编号")),
        "helps_nobody": (_("有会办单位，没有责任单位"), _("派遣时再选会办单位")),
        "several_areas": (_("写了几个属地，用第一个"), _("不必改")),
        "unknown_node": (_("没有这个测评条目"), _("写成条目的编号，或在问题页补上")),
        "term_without_unit": (_("没有责任单位，时限没有写入"), _("派遣时再定时限")),
        "answer_without_unit": (_("没有责任单位，整改情况没有写入"), _("填上责任单位")),
    }


def problem_line(one: Mapping[str, Any]) -> dict[str, str]:
    """Return a problem as tables show it."""
    why, mend = problem_words(one)
    row = str(one["row"]) if one["row"] else ""
    return {
        "sheet": one["sheet"],
        "row": row,
        "column": column_words().get(one["column"], one["column"]),
        "value": one["value"],
        "problem": why,
        "mend": mend,
        "place": f"{one['sheet']}!{one['row']}",
        "kind": one["kind"],
        "where": _("%(sheet)s 第 %(row)s 行 %(column)s") % {
            "sheet": one["sheet"], "row": row, "column": column_words().get(one["column"], one["column"]),
        } if row else _("整个文件"),
    }  # fmt: skip


def state_words(states: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many rows arrive in which state, in the order of the loop."""
    return [(str(label), states[value]) for value, label in IssueState.choices if states.get(value)]
