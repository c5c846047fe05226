"""Words of materials."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.engine.grading import GradeStanding


class PaperKind(models.TextChoices):
    """What kind of material is asked for (words of ``engine.provisions.MaterialKind``)."""

    DOCUMENT = "document", pgettext_lazy("material", "规范性文件")
    REPORT = "report", pgettext_lazy("material", "说明报告")
    PICTURE = "picture", pgettext_lazy("material", "实景图片")
    STATISTICS = "statistics", pgettext_lazy("material", "统计表")


class Rhythm(models.TextChoices):
    """How often it is collected: what is not collected in its month cannot be made up for honestly."""

    ONCE = "once", pgettext_lazy("rhythm", "一次")
    YEARLY = "yearly", pgettext_lazy("rhythm", "每年")
    QUARTERLY = "quarterly", pgettext_lazy("rhythm", "每季度")
    MONTHLY = "monthly", pgettext_lazy("rhythm", "每月")


class ItemState(models.TextChoices):
    """Where something that is to be supplied stands."""

    ASSIGNED = "assigned", pgettext_lazy("material", "待报送")
    DRAFTING = "drafting", pgettext_lazy("material", "起草中")
    SUBMITTED = "submitted", pgettext_lazy("material", "待审核")
    RETURNED = "returned", pgettext_lazy("material", "已退回")
    PASSED = "passed", pgettext_lazy("material", "已通过")
    COMPILED = "compiled", pgettext_lazy("material", "已汇编")
    LOCKED = "locked", pgettext_lazy("material", "已锁定")
    WAIVED = "waived", pgettext_lazy("material", "不再要求")


class MaterialAction(models.TextChoices):
    """What can be done with something that is to be supplied."""

    DRAFT = "draft", pgettext_lazy("material act", "放入材料")
    DROP = "drop", pgettext_lazy("material act", "撤下材料")
    SUBMIT = "submit", pgettext_lazy("material act", "报送")
    TAKE_BACK = "take_back", pgettext_lazy("material act", "撤回报送")
    PASS = "pass", pgettext_lazy("material act", "审核通过")
    RETURN = "return", pgettext_lazy("material act", "退回修改")
    COMPILE = "compile", pgettext_lazy("material act", "汇编")
    LOCK = "lock", pgettext_lazy("material act", "锁定")
    WAIVE = "waive", pgettext_lazy("material act", "免报")
    RESTORE = "restore", pgettext_lazy("material act", "恢复要求")
    CAPTION = "caption", pgettext_lazy("material act", "改说明")


class MaterialParty(models.TextChoices):
    """In which capacity somebody acts: the unit itself, the office of the district or street above it, the campaign office."""

    UNIT = "unit", pgettext_lazy("material", "报送单位")
    DESK = "desk", pgettext_lazy("material", "上级单位代报")
    OFFICE = "office", pgettext_lazy("material", "市创建办")


class ReturnReason(models.TextChoices):
    """Why a material goes back: what the field's reviewers find again and again."""

    SUMMARY = "summary", pgettext_lazy("return", "写成总结，不是说明")
    NO_MEASURES = "no_measures", pgettext_lazy("return", "没有做法和成效")
    NO_FIGURES = "no_figures", pgettext_lazy("return", "没有数据")
    OFF_STANDARD = "off_standard", pgettext_lazy("return", "与标准不符")
    WRONG_PERIOD = "wrong_period", pgettext_lazy("return", "不在期限内")
    WRONG_KIND = "wrong_kind", pgettext_lazy("return", "材料种类不对")
    BLURRED = "blurred", pgettext_lazy("return", "图片模糊")
    WATERMARK = "watermark", pgettext_lazy("return", "图片有水印")
    NO_CAPTION = "no_caption", pgettext_lazy("return", "图片说明不全")
    COPIED = "copied", pgettext_lazy("return", "与其他材料雷同")
    NO_SEAL = "no_seal", pgettext_lazy("return", "没有文号或印章")
    OTHER = "other", pgettext_lazy("return", "其他原因")


class ReviewStage(models.TextChoices):
    """The first review, the second one by another person, or a look at what had passed."""

    FIRST = "first", pgettext_lazy("review", "初审")
    SECOND = "second", pgettext_lazy("review", "复审")
    LATER = "later", pgettext_lazy("review", "通过后再查")


class GradeStage(models.TextChoices):
    """Whose grade of a clause it is: the first one's, that of another person on a drawn sample, or what both settled on."""

    FIRST = "first", pgettext_lazy("grade", "初评")
    SECOND = "second", pgettext_lazy("grade", "复评")
    SETTLED = "settled", pgettext_lazy("grade", "商定")


class PointShare(models.TextChoices):
    """How the points of the papers are shared out among the clauses."""

    EDITION = "edition", pgettext_lazy("points", "按体系的条目分值")
    EQUAL = "equal", pgettext_lazy("points", "每个条目一样")


class RuleOrigin(models.TextChoices):
    """Where a rule of grading comes from; the source itself is written beside it."""

    ISSUED = "issued", pgettext_lazy("rule", "上级文件")
    REPORTED = "reported", pgettext_lazy("rule", "公开报道")
    OWN = "own", pgettext_lazy("rule", "本市自定")


class CheckKind(models.TextChoices):
    """What the machine proposes to look at. It is a proposal, never a verdict."""

    OUT_OF_PERIOD = "out_of_period", pgettext_lazy("check", "日期不在期限内")
    BLURRED = "blurred", pgettext_lazy("check", "图片可能模糊")
    WATERMARKED = "watermarked", pgettext_lazy("check", "图片可能有水印")
    TOO_SMALL = "too_small", pgettext_lazy("check", "图片太小")
    TOO_LARGE = "too_large", pgettext_lazy("check", "文件太大")
    WRONG_KIND = "wrong_kind", pgettext_lazy("check", "种类可能不对")
    EMPTY = "empty", pgettext_lazy("check", "内容很少")
    SAME_TEXT = "same_text", pgettext_lazy("check", "与另一份文字雷同")
    SAME_PICTURE = "same_picture", pgettext_lazy("check", "与另一张图片相同")
    NO_FIGURES = "no_figures", pgettext_lazy("check", "没有数据")
    NO_CAPTION = "no_caption", pgettext_lazy("check", "图片说明不全")


class CheckState(models.TextChoices):
    """What a person made of a proposal."""

    PROPOSED = "proposed", pgettext_lazy("check", "待看")
    CONFIRMED = "confirmed", pgettext_lazy("check", "属实")
    DISMISSED = "dismissed", pgettext_lazy("check", "没有问题")


class BatchState(models.TextChoices):
    """How far an upload of many files at once is."""

    RECEIVING = "receiving", pgettext_lazy("batch", "正在接收")
    SORTING = "sorting", pgettext_lazy("batch", "待归类")
    FILED = "filed", pgettext_lazy("batch", "已归类")
    DROPPED = "dropped", pgettext_lazy("batch", "已放弃")


class PartKind(models.TextChoices):
    """What a zip of a filing holds: the index, what is filed below one project, or what changed since the filing before."""

    INDEX = "index", pgettext_lazy("filing", "目录")
    PART = "part", pgettext_lazy("filing", "分包")
    SUPPLEMENT = "supplement", pgettext_lazy("filing", "增补包")


STANDINGS: dict[GradeStanding, tuple[str, str, Any]] = {
    GradeStanding.HOLDS: ("ok", "check", pgettext_lazy("grade", "已评定")),
    GradeStanding.DIFFERS: ("bad", "cross", pgettext_lazy("grade", "两人不同")),
    GradeStanding.INCOMPLETE: ("warn", "half", pgettext_lazy("grade", "材料未齐")),
    GradeStanding.UNGRADED: ("", "dash", pgettext_lazy("grade", "未评")),
}
"""How far the grade of a clause is -> tone, shape and word of its pill."""

_REFUSALS = {
    "not_here": _("这份材料的状态已经变了，现在不能这样办；请刷新后看最新状态"),
    "no_papers": _("还没有放入材料；请先拍照或选择文件再报送"),
    "no_caption": _("图片要写明地点和主题；请补上再报送"),
    "caption_stands": _("已经有人审核过，说明不能再改；要修改请等退回"),
    "no_reason": _("请写明原因；对方和以后查看的人都要看到"),
    "own_material": _("这份材料是您本人报送或上传的，审核要由另一个人办理"),
    "same_reviewer": _("初审是您本人办理的，复审要由另一个人办理"),
    "looked_at": _("已经有人审核过，不能撤回；要修改请等退回"),
    "same_file": _("这个文件已经在这份材料里；不必再传一次"),
    "too_many": _("一次最多放入 12 份材料；请分几次放入"),
    "not_usable": _("选的材料不能用在这里：要是本单位已经报送、种类相同的材料；请另选"),
    "no_clause": _("选的条目不在这个创建周期所用的测评体系里；请重新选择"),
    "number_taken": _("这个条目下已有同一序号的要求；请换一个序号"),
    "ended_already": _("这项要求已经停止；请刷新后看最新情况"),
    "ends_early": _("截止日期早于起始日期；请改一个日期"),
    "unit_ended": _("选的单位已经撤销；请选它的承接单位"),
    "no_suppliers": _("还没有选报送单位；请至少选一个"),
    "nothing_new": _("没有可以生成的要求：体系里的材料都已列入；请手工添加"),
    "no_name": _("还没有写名称；请写一个以后认得出的名称"),
    "dropped_batch": _("这一批已经放弃；请另开一批"),
    "too_many_files": _("一批最多 2000 个文件；请另开一批"),
    "filed_already": _("这个文件已经归入别处；请刷新后看最新情况"),
    "archive_already": _("这一批已经收过一个压缩包；另一个压缩包请另开一批"),
    "unpacking": _("压缩包还在展开；等展开完再结束"),
    "no_words": _("批注要写内容；只画线请选“证明语句”"),
    "off_page": _("批注落在页面以外；请在页面内选一块"),
    "removed_already": _("这处批注已经撤销"),
    "decided_already": _("这一条已经有人看过；请刷新后看最新情况"),
    "cycle_locked": _("这一年度的材料已经归档，不能再改；要更正请在下一年度报送"),
    "being_made": _("这一年度的申报文件夹正在生成；请等它完成再导出"),
    "nothing_to_file": _("这一年度还没有材料要求；请先列入要求"),
    "bad_template": _("文件名规则不能用；请按页面上的说明改"),
    "not_made": _("申报文件夹还没有生成完；请等它完成"),
    "not_last": _("这不是本年度最近一次导出；请用最近一次归档"),
    "stale": _("导出以后又有材料通过或退回；请重新导出，再归档"),
    "no_rule": _("还没有评分规则：先写明有哪几档、各得多少、依据是什么"),
    "no_grade": _("选的不是这个条目的评分档次；请按列出的档次选"),
    "no_grade_words": _("不是满分要写明扣在哪里：哪份材料、缺什么"),
    "own_clause": _("这个条目有您本人或您所在单位报送、上传的材料，要由另一个人评分"),
    "not_in_list": _("这个条目今年不在材料评分的范围里；请刷新后重选"),
    "drawn_already": _("这个条目已抽中复评，初评不再改；意见不同时由复评后商定"),
    "nothing_to_draw": _("还没有可抽的条目：要先有初评，且不是这位复评人评的、报的，也没有抽过"),
    "too_few_drawn": _("至少抽一个条目；请改数量"),
    "unfit_grader": _("选的人不能评分；请选创建办或督查人员"),
    "nothing_to_settle": _("两人评分没有不同，不用商定；请刷新后看最新情况"),
    "no_steps": _("档次要两到十二档，名称不同，得分从高到低，最高一档是 100%"),
    "no_source": _("请写明规则的依据：文件名、文号或会议；自定的也要写清由谁定的"),
    "uneven_points": _("三部分的分值要么都写，要么都不写；有一个不知道就都留空"),
    "denied": _("这份材料现在不归您办理；请刷新后再看"),
}


def refusal_words(reason: str) -> str:
    """Say in words why something was not possible with a material, and how to mend it."""
    return str(_REFUSALS[reason])
