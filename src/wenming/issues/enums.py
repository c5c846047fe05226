"""Words of issues: where one stands, what is done with it, and where it came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IssueState(models.TextChoices):
    """Where an issue stands."""

    REPORTED = "reported", pgettext_lazy("issue", "待受理")
    ACCEPTED = "accepted", pgettext_lazy("issue", "待立案")
    FILED = "filed", pgettext_lazy("issue", "待派遣")
    DISPATCHED = "dispatched", pgettext_lazy("issue", "处置中")
    ANSWERED = "answered", pgettext_lazy("issue", "待核查")
    SUSPENDED = "suspended", pgettext_lazy("issue", "挂账")
    DISPUTED = "disputed", pgettext_lazy("issue", "权属待裁定")
    CLOSED = "closed", pgettext_lazy("issue", "已结案")
    VOID = "void", pgettext_lazy("issue", "已作废")
    JOINED = "joined", pgettext_lazy("issue", "已并案")


class IssueAction(models.TextChoices):
    """What can be done with an issue; every step of its history is one of these."""

    REPORT = "report", pgettext_lazy("issue action", "上报")
    ACCEPT = "accept", pgettext_lazy("issue action", "受理")
    FILE = "file", pgettext_lazy("issue action", "立案")
    FORWARD = "forward", pgettext_lazy("issue action", "转派下级")
    DISPATCH = "dispatch", pgettext_lazy("issue action", "派遣")
    ANSWER = "answer", pgettext_lazy("issue action", "处置反馈")
    PASS = "pass", pgettext_lazy("issue action", "核查通过")
    REWORK = "rework", pgettext_lazy("issue action", "返工")
    CLOSE = "close", pgettext_lazy("issue action", "结案")
    REOPEN = "reopen", pgettext_lazy("issue action", "重办")
    RETURN = "return", pgettext_lazy("issue action", "回退")
    DISPUTE = "dispute", pgettext_lazy("issue action", "提请裁定")
    ARBITRATE = "arbitrate", pgettext_lazy("issue action", "裁定权属")
    ASK = "ask", pgettext_lazy("issue action", "提出申请")
    REFUSE = "refuse", pgettext_lazy("issue action", "不同意申请")
    EXTEND = "extend", pgettext_lazy("issue action", "延期")
    SUSPEND = "suspend", pgettext_lazy("issue action", "挂账处理")
    RESUME = "resume", pgettext_lazy("issue action", "恢复办理")
    VOID = "void", pgettext_lazy("issue action", "作废")
    RESTORE = "restore", pgettext_lazy("issue action", "撤销作废")
    SELF_HANDLE = "self_handle", pgettext_lazy("issue action", "自处理")
    JOIN = "join", pgettext_lazy("issue action", "并案")
    PART = "part", pgettext_lazy("issue action", "拆出")
    SPLIT = "split", pgettext_lazy("issue action", "分办")
    INVITE = "invite", pgettext_lazy("issue action", "会办")
    REMIND = "remind", pgettext_lazy("issue action", "催办")
    CORRECT = "correct", pgettext_lazy("issue action", "更正信息")
    RETIME = "retime", pgettext_lazy("issue action", "时限重算")


class IssueParty(models.TextChoices):
    """In which capacity somebody acts on an issue."""

    OFFICE = "office", pgettext_lazy("issue party", "市创建办")
    DESK = "desk", pgettext_lazy("issue party", "二级派遣")
    UNIT = "unit", pgettext_lazy("issue party", "处置单位")
    CHECKER = "checker", pgettext_lazy("issue party", "督查核查")
    REPORTER = "reporter", pgettext_lazy("issue party", "上报人")


class IssueSource(models.TextChoices):
    """Through which channel an issue came."""

    INSPECTION = "inspection", pgettext_lazy("issue source", "实地测评")
    CITIZEN = "citizen", pgettext_lazy("issue source", "群众上报")
    HOTLINE = "hotline", pgettext_lazy("issue source", "12345 热线")
    CITY_MANAGEMENT = "city_management", pgettext_lazy("issue source", "数字城管")
    MEDIA = "media", pgettext_lazy("issue source", "媒体反映")
    SUPERIOR = "superior", pgettext_lazy("issue source", "上级交办")
    LEADER = "leader", pgettext_lazy("issue source", "领导交办")
    PATROL = "patrol", pgettext_lazy("issue source", "日常巡查")
    SUPERVISION = "supervision", pgettext_lazy("issue source", "督查发现")
    OWN = "own", pgettext_lazy("issue source", "单位自查")
    LOOK_BACK = "look_back", pgettext_lazy("issue source", "回头看")
    SWEEP = "sweep", pgettext_lazy("issue source", "举一反三")


class CategoryKind(models.TextChoices):
    """What a category is about: something that stands there, or something that happens."""

    FIXTURE = "fixture", pgettext_lazy("category", "部件")
    OCCURRENCE = "occurrence", pgettext_lazy("category", "事件")


class RequestKind(models.TextChoices):
    """What a unit asks of those who dispatched."""

    EXTENSION = "extension", pgettext_lazy("issue request", "申请延期")
    SUSPENSION = "suspension", pgettext_lazy("issue request", "申请挂账")
    VOIDING = "voiding", pgettext_lazy("issue request", "申请作废")


class PhotoMoment(models.TextChoices):
    """What a photo of an issue shows."""

    BEFORE = "before", pgettext_lazy("issue photo", "整改前")
    AFTER = "after", pgettext_lazy("issue photo", "整改后")
    CHECK = "check", pgettext_lazy("issue photo", "核查时")


class IssueStage(models.TextChoices):
    """A stretch of the loop that may have a limit; that of disposal stands in where the category has none."""

    ACCEPTANCE = "acceptance", pgettext_lazy("issue stage", "受理环节")
    FILING = "filing", pgettext_lazy("issue stage", "立案环节")
    DISPATCHING = "dispatching", pgettext_lazy("issue stage", "派遣环节")
    DISPOSAL = "disposal", pgettext_lazy("issue stage", "处置环节")
    VERIFICATION = "verification", pgettext_lazy("issue stage", "核查环节")
    ARBITRATION = "arbitration", pgettext_lazy("issue stage", "裁定环节")


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
    AREA = "area", pgettext_lazy("issue tally", "按属地")
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


_REFUSALS = {
    "not_here": _("这件问题的状态已经变了，现在不能这样办；请刷新后看最新状态"),
    "no_text": _("请写一句话；没有填写的内容不会保存"),
    "no_reason": _("请写明原因；对方和以后查看的人都要看到"),
    "no_category": _("立案前要先选小类；请选好再立案"),
    "no_unit": _("这件问题没有责任单位；请先派遣"),
    "no_dispatcher": _("只能转派给区县、开发区、街道、乡镇；请直接派遣给这个单位"),
    "not_below": _("只能转派给本级以下的单位；请另选一个"),
    "not_correctable": _("这一项不能更正"),
    "unit_ended": _("这个单位已经撤销；请选它的承接单位"),
    "unit_helps_itself": _("牵头单位不能同时是会办单位；请去掉其中一个"),
    "no_new_helpers": _("选的单位都已在会办；请另选"),
    "same_unit": _("已经派给这个单位了；要改时限请用“延期”"),
    "until_past": _("时间已经过了；请选一个以后的时间"),
    "until_missing": _("申请延期要写明延到什么时候"),
    "not_longer": _("新的时限要晚于现在的到期时间"),
    "asked_already": _("已经有一个申请在等答复；请等答复后再申请"),
    "nothing_asked": _("没有等待答复的申请；可能已经有人答复了"),
    "own_answer": _("处置反馈是您本人填报的，核查要由另一个人办理"),
    "children_open": _("分办出去的问题还没有全部办结；请先办结那些问题"),
    "child_of_another": _("这件问题本身是分办出来的，不能再分；请从原问题分办"),
    "joined_to_itself": _("不能并入自己；请另选一件"),
    "not_in_check": _("这次导入已经写入或放弃，不能再改；要再导入请重新上传"),
    "being_written": _("正在写入，现在不能改；写完后再看"),
    "nothing_usable": _("没有可以写入的行；请先处理列出的问题"),
    "written_partly": _("已有一部分写入台账，不能退回核对；请点“重新写入”接着写"),
    "no_source": _("请先选择这张表的来源"),
    "name_taken": _("已有同名的对应；请换一个名称"),
    "master_not_open": _("要并入的问题已经办结或作废；请选一件未结的问题"),
    "denied": _("这件问题现在不归您办理；可能已转给别人，请刷新后再看"),
    "too_many_views": _("最多保存 12 个视图；请先删去一个"),
    "pair_decided": _("这一对已经有人处理过；请刷新后看最新情况"),
    "pair_open": _("这一对还没有处理，没有什么可撤回的"),
    "major_taken": _("这个代码已经是另一个大类的；请换一个代码"),
    "minor_taken": _("这个大类里已经有同一代码的小类；请换一个代码"),
    "minors_changed": _("排序期间小类有增减；请看过现在的名单再排一次"),
    "desk_first": _("二级派遣单位还没有核查；请先由它核查，或由市创建办代它核查"),
    "no_desk": _("这件问题不在二级派遣单位；核查通过就是结案"),
    "note_moved": _("这件批示已经到了下一个环节；请刷新后看最新状态"),
    "note_late": _("期限不能早于今天；请改一个日期"),
    "answered_already": _("这个点位已经答复过了；要更正请联系市创建办"),
    "nothing_to_ask": _("没有可以发出的点位：要是同类型、在用、有责任单位，并且 30 天内没有就同一小类问过"),
    "no_type": _("这件问题没有登记点位，不知道同类点位是哪些；请先更正信息，补上点位"),
    "number_taken": _("这个来源编号已经登记过；请在问题台账里查看那一件，不要重复登记"),
    "draft_settled": _("这条草稿已经上报或放弃了；请刷新后再看"),
    "not_own_desk": _("只有本单位收办的问题才能直接立案、派遣；请把收办单位改为本单位"),
    "paper_issued": _("这份公文已登记印发，不能再改；需要更正时请另做一份"),
    "no_number": _("请填写公文系统返回的发文字号"),
    "paper_number_taken": _("这个发文字号已登记在另一份公文上；请核对"),
    "no_issues": _("请至少勾选一件问题；没有问题做不出这份公文"),
    "several_units": _("一份督办单或整改通知书只发给一个单位；请按单位分别制作"),
    "has_followers": _("这件问题已有其他问题并入；请先把那些问题逐件并到新的问题"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible, and how to mend it."""
    return str(_REFUSALS[reason])
