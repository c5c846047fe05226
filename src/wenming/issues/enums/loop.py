"""Words of the loop: where an issue stands, what is done with it, and where it came from."""

from django.db import models
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
    LOOK_BACK = "look_back", pgettext_lazy("issue action", "回头看")
    AMEND = "amend", pgettext_lazy("issue action", "申诉更正")
    STRIKE = "strike", pgettext_lazy("issue action", "申诉剔除")


class IssueParty(models.TextChoices):
    """In which capacity somebody acts on an issue."""

    OFFICE = "office", pgettext_lazy("issue party", "市创建办")
    DESK = "desk", pgettext_lazy("issue party", "二级派遣")
    UNIT = "unit", pgettext_lazy("issue party", "处置单位")
    CHECKER = "checker", pgettext_lazy("issue party", "督查核查")
    REPORTER = "reporter", pgettext_lazy("issue party", "上报人")
    VISITOR = "visitor", pgettext_lazy("issue party", "回头看人员")


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


class IssueStage(models.TextChoices):
    """A stretch of the loop that may have a limit; that of disposal stands in where the category has none."""

    ACCEPTANCE = "acceptance", pgettext_lazy("issue stage", "受理环节")
    FILING = "filing", pgettext_lazy("issue stage", "立案环节")
    DISPATCHING = "dispatching", pgettext_lazy("issue stage", "派遣环节")
    DISPOSAL = "disposal", pgettext_lazy("issue stage", "处置环节")
    VERIFICATION = "verification", pgettext_lazy("issue stage", "核查环节")
    ARBITRATION = "arbitration", pgettext_lazy("issue stage", "裁定环节")
