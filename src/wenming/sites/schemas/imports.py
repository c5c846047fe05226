"""What stands against rows of a register, in words: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from wenming.engine.openings import OpeningFault
from wenming.engine.positions import PositionFault
from wenming.sites.schemas.words import opening_fault_words, position_fault_words


def column_words() -> dict[str, str]:
    """Return what the meanings of columns are called."""
    return {
        "code": _("编号"),
        "name": _("点位名称"),
        "type": _("点位类型"),
        "area": _("属地"),
        "address": _("地址"),
        "position": _("坐标（经纬度在一格）"),
        "lng": _("经度"),
        "lat": _("纬度"),
        "datum": _("坐标系"),
        "responsible": _("责任单位"),
        "competent": _("主管单位"),
        "sponsor": _("包保单位"),
        "site_chief": _("点位长"),
        "site_phone": _("点位长电话"),
        "road_chief": _("路长"),
        "road_phone": _("路长电话"),
        "lane_chief": _("街巷长"),
        "lane_phone": _("街巷长电话"),
        "hours": _("开放时间"),
        "walking": _("走测规则"),
        "note": _("备注"),
        "since": _("启用日期"),
        "until": _("停用日期"),
    }


def problem_words(one: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a row, and how to mend it."""
    facts, kind = one["facts"], one["kind"]
    if kind == "position":
        why, _semicolon, mend = position_fault_words(PositionFault(facts["fault"])).partition(_("；"))
        return why, mend
    if kind == "hours":
        words = opening_fault_words(OpeningFault(facts["fault"]), facts["part"])
        why, _semicolon, mend = words.partition(_("；"))
        return why, mend
    why, mend = _words()[kind]
    return why % facts, mend % facts


def _words() -> dict[str, tuple[str, str]]:
    """Return the words of every kind of fault."""
    return {
        "skipped": (_("已选择不写入"), _("要写入，撤销这个选择")),
        "no_name": (_("没有点位名称"), _("填上名称")),
        "no_type": (_("没有点位类型"), _("填上类型，或用类型作工作表的名称")),
        "broken": (_("公式出错或没有结果"), _("改成固定的文字或数字")),
        "long": (_("超过 %(longest)s 个字"), _("改短一些")),
        "unknown_type": (_("没有这个点位类型"), _("选一个已有类型，或新建它")),
        "unknown_unit": (_("没有叫这个名称的单位"), _("记为一个单位的别名，或留空")),
        "several_units": (_("这里只能写一个单位"), _("留下一个，其余写到包保单位")),
        "no_area": (_("这个单位不是属地"), _("写街道、乡镇、社区或区县")),
        "unknown_datum": (_("不认识这个坐标系"), _("写 WGS-84、GCJ-02、BD-09 或 CGCS2000")),
        "no_datum": (_("没有说明坐标系"), _("在“对应列”一步选择整个文件的坐标系")),
        "far": (_("离其他点位很远"), _("核对坐标和坐标系；确实没错就选“位置无误”")),
        "nobody": (_("有电话，没有姓名"), _("填上姓名，或删去电话")),
        "several_people": (_("有 %(count)s 个同名的人"), _("写上电话，说明是哪一个")),
        "no_day": (_("不是今天或以前的日期"), _("写成 2026-01-31")),
        "twice_code": (_("与第 %(row)s 行编号相同"), _("改正编号，或删去一行")),
        "twice_name": (_("与第 %(row)s 行同名、同属地"), _("是另一处就选“是另一个点位”，重复的不写入")),
        "same_name": (_("台账里有同名、同属地的 %(code)s"), _("是同一处就更新它，不是就作为新点位")),
        "near": (_("30 米内有同类的 %(code)s %(name)s"), _("是同一处就更新它，不是就作为新点位")),
        "swapped": (_("经度和纬度写反了"), _("已按中国的范围调过来")),
        "beside": (_("按星期记不下的部分写进了备注"), _("不必改")),
        "until": (_("停用日期不从表格写入"), _("在点位的页面停用")),
        "retired": (_("这个点位已停用，表里的内容没有写入"), _("要用它，先恢复使用")),
    }


def problem_line(one: Mapping[str, Any]) -> dict[str, str]:
    """Return a problem as tables show it."""
    why, mend = problem_words(one)
    return {
        "sheet": one["sheet"],
        "row": str(one["row"]),
        "column": column_words().get(one["column"], one["column"]),
        "value": one["value"],
        "problem": why,
        "mend": mend,
        "place": f"{one['sheet']}!{one['row']}",
        "kind": one["kind"],
    }


def grouped(problems: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Return problems by the decision that settles them; those that nobody can settle here under ""."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in problems:
        found.setdefault(str(one["group"]), []).append(one)
    return found


def field_words(name: str) -> str:
    """Return what a field that differs is called."""
    names = column_words() | {
        "area_id": _("属地"),
        "starts_on": _("启用日期"),
        "position": _("坐标"),
        "site_chief": _("点位长"),
    }
    return names.get(name, name)
