"""The engine's words about standards, as people read them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.editions import ChangeKind, FoundBy
from wenming.engine.provenance import Confidence
from wenming.engine.provisions import Headline, Judgement, MaterialKind, PenaltyEffect
from wenming.engine.standards import FunctionKind, MissingRule, TitleEffect

LEVELS = {
    "standard": pgettext_lazy("level", "体系"),
    "project": pgettext_lazy("level", "测评项目"),
    "indicator": pgettext_lazy("level", "测评指标"),
    "content": pgettext_lazy("level", "测评内容"),
    "criterion": pgettext_lazy("level", "测评标准"),
    "method": pgettext_lazy("level", "测评方法"),
}
MISSING = {
    MissingRule.EXCLUDE: gettext_lazy("未测不计分（满分相应减少）"),
    MissingRule.REDISTRIBUTE: gettext_lazy("未测的分值由其他条目分担"),
    MissingRule.ZERO: gettext_lazy("未测按 0 分"),
    MissingRule.LAST: gettext_lazy("未测沿用上次"),
}
CONFIDENCE = {
    Confidence.SOURCED: gettext_lazy("有出处"),
    Confidence.SHARED: gettext_lazy("出自转载"),
    Confidence.INFERRED: gettext_lazy("推断"),
    Confidence.UNVERIFIED: gettext_lazy("未核实"),
}

METHODS = {
    "material_review": gettext_lazy("材料审核"),
    "online_filing": gettext_lazy("网上申报"),
    "field_inspection": gettext_lazy("实地考察"),
    "survey": gettext_lazy("问卷调查"),
    "household": gettext_lazy("入户调查"),
    "street_intercept": gettext_lazy("街头拦访"),
    "media_check": gettext_lazy("媒体调查"),
    "department_opinion": gettext_lazy("部门意见"),
    "overall_view": gettext_lazy("整体观察"),
}
"""测评方法, by the words of the format."""
FUNCTIONS = {
    FunctionKind.VETO: gettext_lazy("一票否决"),
    FunctionKind.THRESHOLD: gettext_lazy("达标线"),
    FunctionKind.CAP: gettext_lazy("封顶"),
    FunctionKind.FLOOR: gettext_lazy("保底"),
    FunctionKind.DEDUCT: gettext_lazy("按次扣分"),
    FunctionKind.GRADE: gettext_lazy("分档计分"),
    FunctionKind.BONUS: pgettext_lazy("rule", "加分"),
}
PENALTIES = {
    PenaltyEffect.DEDUCT: gettext_lazy("扣年度分"),
    PenaltyEffect.CRITICISE: gettext_lazy("点名批评"),
    PenaltyEffect.STOP_NOMINATION: gettext_lazy("停止提名"),
    PenaltyEffect.DISQUALIFY: gettext_lazy("取消申报资格"),
    PenaltyEffect.SUSPEND: gettext_lazy("停止称号"),
    PenaltyEffect.CANCEL: gettext_lazy("取消称号"),
}
JUDGEMENTS = {
    Judgement.YES_NO: pgettext_lazy("judgement", "是否"),
    Judgement.COUNT: pgettext_lazy("judgement", "计数"),
    Judgement.GRADE: pgettext_lazy("judgement", "分级"),
}
MATERIALS = {
    MaterialKind.DOCUMENT: gettext_lazy("规范性文件"),
    MaterialKind.REPORT: gettext_lazy("说明报告"),
    MaterialKind.PICTURE: gettext_lazy("实景图片"),
    MaterialKind.STATISTICS: gettext_lazy("统计表"),
}
HEADLINES = {
    Headline.AWARENESS: gettext_lazy("知晓率"),
    Headline.SUPPORT: gettext_lazy("支持率"),
    Headline.PARTICIPATION: gettext_lazy("参与率"),
    Headline.SATISFACTION: gettext_lazy("满意率"),
}
TITLE_EFFECTS = {
    TitleEffect.COMMEND: gettext_lazy("通报表扬"),
    TitleEffect.CRITICISE: gettext_lazy("通报批评"),
    TitleEffect.SUSPEND: gettext_lazy("停牌"),
}
CHANGES = {
    ChangeKind.SAME: pgettext_lazy("change", "相同"),
    ChangeKind.CHANGED: pgettext_lazy("change", "有改动"),
    ChangeKind.MOVED: pgettext_lazy("change", "移动"),
    ChangeKind.RENAMED: pgettext_lazy("change", "改名"),
    ChangeKind.SPLIT: pgettext_lazy("change", "拆分"),
    ChangeKind.MERGED: pgettext_lazy("change", "合并"),
    ChangeKind.DROPPED: pgettext_lazy("change", "删去"),
    ChangeKind.NEW: pgettext_lazy("change", "新增"),
}
CHANGE_TONES = {
    ChangeKind.SAME: ("", "dash"),
    ChangeKind.CHANGED: ("info", "arrow"),
    ChangeKind.MOVED: ("info", "arrow"),
    ChangeKind.RENAMED: ("info", "arrow"),
    ChangeKind.SPLIT: ("warn", "triangle"),
    ChangeKind.MERGED: ("warn", "triangle"),
    ChangeKind.DROPPED: ("bad", "cross"),
    ChangeKind.NEW: ("ok", "check"),
}
"""Tone and shape of the pill of a change."""
FOUND_BY = {
    FoundBy.CODE: pgettext_lazy("evidence", "编号相同"),
    FoundBy.NAME: pgettext_lazy("evidence", "名称相同"),
    FoundBy.NEAR_NAME: pgettext_lazy("evidence", "名称相近"),
    FoundBy.POINTS: pgettext_lazy("evidence", "名称相含、分值相加相等"),
}

COLUMNS = {
    "project": pgettext_lazy("level", "测评项目"),
    "indicator": pgettext_lazy("level", "测评指标"),
    "content": pgettext_lazy("level", "测评内容"),
    "criterion": pgettext_lazy("level", "测评标准"),
    "method": pgettext_lazy("level", "测评方法"),
    "points": gettext_lazy("分值"),
    "weight": pgettext_lazy("office column", "权重"),
    "materials": pgettext_lazy("office column", "材料要求"),
    "lead": pgettext_lazy("office column", "牵头单位"),
    "responsible": gettext_lazy("责任单位"),
    "cooperating": pgettext_lazy("office column", "配合单位"),
    "note": pgettext_lazy("office column", "备注"),
    "sites": pgettext_lazy("office column", "点位数"),
    "code": gettext_lazy("编号"),
    "ignore": pgettext_lazy("office column", "不读这一列"),
}
"""What the columns of an office's form may mean."""
ROW_FIELDS = {
    "code": gettext_lazy("编号"),
    "name": pgettext_lazy("field", "内容"),
    "months": gettext_lazy("回看几个月"),
    "holder": gettext_lazy("称号城市"),
    "nominated": gettext_lazy("提名城市"),
    "applicant": gettext_lazy("申报城市"),
    "points": gettext_lazy("分值"),
    "options": gettext_lazy("选项"),
    "scores": gettext_lazy("各选项得分（0 到 1）"),
    "headline": gettext_lazy("计入哪一率"),
    "at_least": gettext_lazy("不少于"),
    "at_most": gettext_lazy("不多于"),
    "clauses": gettext_lazy("对应条目"),
    "kind": gettext_lazy("种类"),
    "count": gettext_lazy("份数"),
    "unit": gettext_lazy("计量单位"),
    "size": gettext_lazy("抽样数量"),
    "population_from": gettext_lazy("人口从（万）"),
    "population_below": gettext_lazy("人口不足（万）"),
    "walk": gettext_lazy("怎么走"),
    "metres": gettext_lazy("走多少米"),
    "minutes": gettext_lazy("停留几分钟"),
    "time_from": gettext_lazy("从几点"),
    "time_to": gettext_lazy("到几点"),
    "aliases": gettext_lazy("别名"),
    "site_type": gettext_lazy("点位类型"),
    "how": gettext_lazy("怎么判定"),
    "judge": gettext_lazy("判定"),
    "per_metres": gettext_lazy("每多少米"),
    "apart_metres": gettext_lazy("相隔多少米才另计"),
    "answer": pgettext_lazy("field", "答案"),
    "source": gettext_lazy("来源的键"),
    "confidence": pgettext_lazy("field", "可信度"),
}
"""What the fields of a section's row are called."""
REFUSALS = {
    "faults": gettext_lazy("还有问题没有解决，而且情况刚刚变过：请看过现在的问题再继续"),
    "not_open": gettext_lazy("这次导入已经采用或放弃了，不能再改"),
    "nothing_to_undo": gettext_lazy("没有可以撤销的改动"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible any more."""
    return str(REFUSALS[reason])


class ExampleKind(models.TextChoices):
    """What an example picture of a check item shows."""

    GOOD = "good", pgettext_lazy("example", "好")
    BAD = "bad", pgettext_lazy("example", "差")


def level_word(level: str) -> str:
    """Return the name of a level; a level of the pack's own is shown as written."""
    return str(LEVELS.get(level, level))


def missing_word(rule: MissingRule) -> str:
    """Say in words what happens when nothing is known."""
    return str(MISSING[rule])


def method_word(method: str) -> str:
    """Return the name of a method of assessment."""
    return str(METHODS.get(method, method))


def confidence_word(confidence: Confidence) -> str:
    """Say in words how sure a fact is."""
    return str(CONFIDENCE[confidence])


class StandardImportState(models.TextChoices):
    """Where an edition on its way in stands."""

    CHECKING = "checking", gettext_lazy("体系校对中")
    ADOPTED = "adopted", gettext_lazy("体系已采用")
    DROPPED = "dropped", gettext_lazy("体系已放弃")
