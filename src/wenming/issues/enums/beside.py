"""Words of what goes on beside the loop: drafts, proposals, duplicates, notes, checks, counts, tables, papers."""

from django.db import models
from django.utils.translation import pgettext_lazy


class DraftState(models.TextChoices):
    """Where a draft from a pasted chat stands."""

    WAITING = "waiting", pgettext_lazy("issue draft", "待确认")
    TAKEN = "taken", pgettext_lazy("issue draft", "已上报")
    DROPPED = "dropped", pgettext_lazy("issue draft", "不上报")


class ProposalGround(models.TextChoices):
    """Why a category, a unit or a clause is proposed."""

    WORDS = "words", pgettext_lazy("proposal", "用词")
    CATEGORY_UNIT = "category_unit", pgettext_lazy("proposal", "小类的责任单位")
    RESPONSIBLE = "responsible", pgettext_lazy("proposal", "点位的责任单位")
    COMPETENT = "competent", pgettext_lazy("proposal", "点位的主管单位")
    AREA = "area", pgettext_lazy("proposal", "所在属地")
    DUTY = "duty", pgettext_lazy("proposal", "条目的牵头单位")
    CLAUSE = "clause", pgettext_lazy("proposal", "与检查项相近")
    LEARNED = "learned", pgettext_lazy("proposal", "本市已办案件")


class DuplicateState(models.TextChoices):
    """What became of two reports that may be about one matter."""

    OPEN = "open", pgettext_lazy("duplicate", "疑似重复")
    JOINED = "joined", pgettext_lazy("duplicate", "已合并")
    NOT_SAME = "not_same", pgettext_lazy("duplicate", "不是同一件")


class Recurrence(models.TextChoices):
    """Whether the unit expects it to come back; an answer without any penalty."""

    ONCE = "once", pgettext_lazy("issue recurrence", "就这一次")
    OFTEN = "often", pgettext_lazy("issue recurrence", "常发生")


class NoteState(models.TextChoices):
    """How far a leader's note is."""

    PROPOSED = "proposed", pgettext_lazy("leader note", "待批示")
    INSTRUCTED = "instructed", pgettext_lazy("leader note", "待交承办单位")
    ASSIGNED = "assigned", pgettext_lazy("leader note", "承办中")
    ANSWERED = "answered", pgettext_lazy("leader note", "已反馈")


class SweepWay(models.TextChoices):
    """How the sites of a check are chosen."""

    AREA = "area", pgettext_lazy("sweep", "按属地")
    RANDOM = "random", pgettext_lazy("sweep", "随机抽取")
    CHOSEN = "chosen", pgettext_lazy("sweep", "指定点位")


class SweepAnswer(models.TextChoices):
    """What a unit answers about one site of a check."""

    CLEAR = "clear", pgettext_lazy("sweep", "没有此问题")
    FOUND = "found", pgettext_lazy("sweep", "有此问题")


class TallyFace(models.TextChoices):
    """From which side issues are counted."""

    CITY = "city", pgettext_lazy("issue tally", "全市")
    AREA = "area", pgettext_lazy("issue tally", "按属地统计")
    MINOR = "minor", pgettext_lazy("issue tally", "按小类")
    UNIT = "unit", pgettext_lazy("issue tally", "按责任单位")
    CELL = "cell", pgettext_lazy("issue tally", "按属地和小类")


class LedgerImportState(models.TextChoices):
    """Where a table of issues on its way in stands."""

    CHECKING = "checking", pgettext_lazy("ledger import", "问题表核对中")
    WRITING = "writing", pgettext_lazy("ledger import", "问题表写入中")
    ADOPTED = "adopted", pgettext_lazy("ledger import", "问题表已写入")
    DROPPED = "dropped", pgettext_lazy("ledger import", "问题表已放弃")


class PaperKind(models.TextChoices):
    """What is made out of issues for people to read, sign or see."""

    SUPERVISION = "supervision", pgettext_lazy("paper", "督办单")
    RECTIFICATION = "rectification", pgettext_lazy("paper", "整改通知书")
    BULLETIN = "bulletin", pgettext_lazy("paper", "周通报")
    BRIEF = "brief", pgettext_lazy("paper", "专报")
    SLIDES = "slides", pgettext_lazy("paper", "问题幻灯片")
    MORNING = "morning", pgettext_lazy("paper", "每日长图")


class PaperState(models.TextChoices):
    """Whether a paper left the house."""

    DRAFT = "draft", pgettext_lazy("paper", "草稿")
    ISSUED = "issued", pgettext_lazy("paper", "已印发")


class PaperChange(models.TextChoices):
    """How a version of a paper came to be."""

    MADE = "made", pgettext_lazy("paper", "生成")
    EDITED = "edited", pgettext_lazy("paper", "修改")
    REMADE = "remade", pgettext_lazy("paper", "用最新数据重做")
