"""Categories, limits and what a table would change, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from wenming.engine.deadlines import Limit
from wenming.issues.enums import CategoryKind, IssueStage
from wenming.issues.imports.categories import CategoryFault
from wenming.issues.models import MajorClass, MinorClass
from wenming.issues.queries.categories import Change, TablePlan
from wenming.organisations.enums import LimitUnit

FAULTS = {
    "yaml": (gettext_lazy("不是有效的 YAML"), gettext_lazy("请对照导出的文件改正这一行的缩进或引号")),
    "shape": (gettext_lazy("不是问题类别表的结构"), gettext_lazy("请用本页导出的文件为样子填写")),
    "empty": (gettext_lazy("表里没有小类"), gettext_lazy("至少要有一行小类")),
    "kind": (gettext_lazy("类别不是“部件”或“事件”"), gettext_lazy("请改成其中一个")),
    "no_major_code": (gettext_lazy("没有大类代码"), gettext_lazy("请补上")),
    "no_major_name": (gettext_lazy("没有大类名称"), gettext_lazy("请补上")),
    "no_code": (gettext_lazy("没有小类代码"), gettext_lazy("请补上")),
    "no_name": (gettext_lazy("没有小类名称"), gettext_lazy("请补上")),
    "long": (gettext_lazy("文字太长"), gettext_lazy("请缩短")),
    "twice": (gettext_lazy("同一大类里小类代码重复"), gettext_lazy("请给其中一个换代码")),
    "limit": (gettext_lazy("时限读不出来，或同一情形写了两次"), gettext_lazy("请写成“4 工作时”或“积水：4 工作时”")),
    "stage": (gettext_lazy("没有这个环节"), gettext_lazy("请用导出文件里的环节名")),
    "automatic": (gettext_lazy("自动采用的置信度不在 500 到 1000 之间"), gettext_lazy("请改成千分数，或留空")),
    "yes_no": (gettext_lazy("这里只能写“是”或“否”"), gettext_lazy("请改正，或留空")),
}
"""Fault of a table -> what is wrong, and the mend."""
COLUMNS = {
    "name": gettext_lazy("小类名称"),
    "name_en": gettext_lazy("英文名称"),
    "major": gettext_lazy("大类名称"),
    "filing_condition": gettext_lazy("立案条件"),
    "closing_condition": gettext_lazy("结案条件"),
    "limits": gettext_lazy("处置时限"),
    "words": gettext_lazy("常用说法"),
    "unit": gettext_lazy("责任单位"),
    "is_urgent": gettext_lazy("须立即处置"),
    "is_active": gettext_lazy("在用"),
    "automatic_from": gettext_lazy("自动采用的置信度（‰）"),
    "source": gettext_lazy("数字来源"),
    "urgent": pgettext_lazy("limit", "迎检：紧急的"),
    "usual": pgettext_lazy("limit", "迎检：其他的"),
    **dict(IssueStage.choices),
}
_LIMITS = {
    "work_hour": pgettext_lazy("limit", "%(amount)s 工作时"),
    "work_day": pgettext_lazy("limit", "%(amount)s 工作日"),
    "hour": pgettext_lazy("limit", "%(amount)s 小时"),
    "day": pgettext_lazy("limit", "%(amount)s 自然日"),
}


def limit_words(amount: int, unit: str) -> str:
    """Return a limit in the reader's language."""
    return str(_LIMITS[str(LimitUnit(unit))]) % {"amount": amount}


def limit_shown(limit: Limit | None) -> str:
    """Return a limit, or that there is none."""
    return limit_words(limit.amount, str(limit.unit)) if limit else pgettext("limit", "不限")


def category_name(one: MinorClass | MajorClass) -> str:
    """Return a name in the reader's language."""
    return one.name_en if get_language() == "en" and one.name_en else one.name


def fault_line(fault: CategoryFault) -> dict[str, str]:
    """Return what cannot be used: place, what was written, what is wrong, how to mend it."""
    wrong, mend = FAULTS[fault.fault]
    place = _("第 %(line)s 行") % {"line": fault.place} if fault.fault == "yaml" and fault.place else fault.place
    return {"place": place or _("整个文件"), "written": fault.written, "problem": str(wrong), "mend": str(mend)}


def groups_shown(minors: Iterable[MinorClass]) -> list[dict[str, Any]]:
    """Return the categories by group as the page shows them; expects the limits prefetched."""
    groups: list[dict[str, Any]] = []
    for minor in minors:
        if not groups or groups[-1]["pk"] != minor.major_id:
            groups.append(_group(minor.major))
        groups[-1]["minors"].append(_line(minor))
    for group in groups:
        group["minors"][0]["first"] = group["minors"][-1]["last"] = True
    return groups


def _group(major: MajorClass) -> dict[str, Any]:
    kind = CategoryKind(major.kind).label
    return {"pk": major.pk, "code": major.code, "name": category_name(major), "kind": kind, "minors": []}


def _line(minor: MinorClass) -> dict[str, Any]:
    """Return one category."""
    limits = [{"condition": one.condition, "limit": limit_words(one.amount, one.unit)} for one in minor.limits.all()]
    return {
        "pk": minor.pk,
        "code": f"{minor.major.code} {minor.code}",
        "name": category_name(minor),
        "filing": minor.filing_condition,
        "closing": minor.closing_condition,
        "limits": limits,
        "unit": minor.unit.name if minor.unit else "",
        "words": minor.words,
        "urgent": minor.is_urgent,
        "active": minor.is_active,
        "automatic": minor.automatic_from // 10 if minor.automatic_from else None,
        "source": minor.source,
    }


def change_shown(change: Change) -> dict[str, str]:
    """Return what would change."""
    return {"column": str(COLUMNS[change.column]), "before": change.before, "after": change.after}


def plan_shown(plan: TablePlan) -> dict[str, Any]:
    """Return what adopting a table would do."""
    return {
        "new": [
            {"code": f"{one.major.code} {one.minor.code}", "major": one.major.name, "name": one.minor.name, "source": one.minor.source,
             "limits": "；".join(f"{condition}：{limit_shown(limit)}" if condition else limit_shown(limit) for condition, limit in one.minor.limits)}
            for one in plan.new
        ],
        "changed": [
            {"code": f"{one.major.code} {one.minor.code}", "name": one.known.name if one.known else "", "changes": list(map(change_shown, one.changes))}
            for one in plan.changed
        ],
        "limits": list(map(change_shown, plan.limits)),
        "untouched": [minor.name for minor in plan.untouched],
        "strangers": plan.strangers,
        "same": plan.same,
        "empty": plan.is_empty,
    }  # fmt: skip
