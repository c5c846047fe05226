"""Words of the inbox and of the way out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    """What an entry of the inbox asks for."""

    NOTICE = "notice", pgettext_lazy("notice", "通知")
    TASK = "task", pgettext_lazy("notice", "待办")


class ChannelKind(models.TextChoices):
    """By what a notice leaves the house."""

    EMAIL = "email", pgettext_lazy("channel", "电子邮件")
    WEBHOOK = "webhook", pgettext_lazy("channel", "系统回调")
    WECOM_ROBOT = "wecom_robot", pgettext_lazy("channel", "企业微信群机器人")
    DINGTALK_ROBOT = "dingtalk_robot", pgettext_lazy("channel", "钉钉群机器人")


class DeliveryState(models.TextChoices):
    """How far a delivery is."""

    WAITING = "waiting", pgettext_lazy("delivery", "待发送")
    SENT = "sent", pgettext_lazy("delivery", "已送达")
    FAILED = "failed", pgettext_lazy("delivery", "失败待重试")
    DEAD = "dead", pgettext_lazy("delivery", "不再重试")


TEST, DIGEST = "channel.test", "notices.digest"
"""Kinds of news that the channels have by themselves."""

NEWS = {
    "issue.reported": pgettext_lazy("news", "紧急问题上报"),
    "issue.forwarded": pgettext_lazy("news", "问题转派下级"),
    "issue.dispatched": pgettext_lazy("news", "问题派遣"),
    "issue.invited": pgettext_lazy("news", "问题会办"),
    "issue.reminded": pgettext_lazy("news", "问题催办"),
    "issue.answered": pgettext_lazy("news", "问题待核查"),
    "issue.passed": pgettext_lazy("news", "问题待上级核查"),
    "issue.reworked": pgettext_lazy("news", "问题返工"),
    "issue.closed": pgettext_lazy("news", "问题结案"),
    "issue.reopened": pgettext_lazy("news", "问题重办"),
    "issue.returned": pgettext_lazy("news", "问题回退"),
    "issue.disputed": pgettext_lazy("news", "问题权属待裁定"),
    "issue.arbitrated": pgettext_lazy("news", "问题权属已裁定"),
    "issue.asked": pgettext_lazy("news", "单位提出申请"),
    "issue.refused": pgettext_lazy("news", "申请未同意"),
    "issue.extended": pgettext_lazy("news", "问题延期"),
    "issue.retimed": pgettext_lazy("news", "问题时限重算"),
    "issue.suspended": pgettext_lazy("news", "问题挂账"),
    "issue.resumed": pgettext_lazy("news", "问题恢复办理"),
    "issue.struck": pgettext_lazy("news", "问题申诉剔除"),
    "issue.voided": pgettext_lazy("news", "问题作废"),
    "issue.restored": pgettext_lazy("news", "问题撤销作废"),
    "issue.self_handled": pgettext_lazy("news", "问题自处理待核查"),
    "material.asked": pgettext_lazy("news", "材料待报送"),
    "material.returned": pgettext_lazy("news", "材料退回修改"),
    "issue.joined": pgettext_lazy("news", "问题并案"),
    "issue.parted": pgettext_lazy("news", "问题拆出"),
    "issue.due_soon": pgettext_lazy("news", "问题临期"),
    "issue.overdue": pgettext_lazy("news", "问题超期"),
    "issue.suspension_over": pgettext_lazy("news", "问题挂账到期"),
}
"""Kind of news -> what it is called outside, beside a number and a link; never the matter."""
_OWN = {
    TEST: pgettext_lazy("news", "测试消息"),
    DIGEST: pgettext_lazy("news", "待办摘要"),
}

_REFUSALS = {
    "name_taken": _("已有同名的渠道；请换一个名称"),
    "no_mail": _("本系统没有配置邮件服务器（WENMING_MAIL），不能启用电子邮件；请联系系统运维"),
    "too_often": _("一分钟内只能发一次；请稍后再试"),
    "no_secret": _("只有系统回调有可更换的密钥；机器人的密钥请在“修改”里填写"),
    "link_over": _("确认链接不对或已过期；请重新发送确认邮件"),
}


def news_words(kind: str) -> str:
    """Say what kind of news it is."""
    return str(NEWS.get(kind) or _OWN[kind])


def refusal_words(reason: str) -> str:
    """Say in words why something was not possible with a channel, and how to mend it."""
    return str(_REFUSALS[reason])
