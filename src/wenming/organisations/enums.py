"""Words of the organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a post lets a person do in a city."""

    OFFICE = "office", pgettext_lazy("role", "创建办工作人员")
    DISTRICT_OFFICE = "district_office", pgettext_lazy("role", "区县创建办工作人员")
    STREET_OFFICE = "street_office", pgettext_lazy("role", "街道创建办工作人员")
    COMMUNITY_WORKER = "community_worker", pgettext_lazy("role", "社区（网格）工作人员")
    GROUP_HEAD = "group_head", pgettext_lazy("role", "专项工作组负责人")
    LEADER = "leader", pgettext_lazy("role", "领导")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "督查人员")
    LIAISON = "liaison", pgettext_lazy("role", "责任单位联络员")
    INSPECTOR = "inspector", pgettext_lazy("role", "测评员")
    FIRM = "firm", pgettext_lazy("role", "第三方机构人员")
    AUDITOR = "auditor", pgettext_lazy("role", "审计人员")
    SYSTEM_ADMINISTRATOR = "system_administrator", pgettext_lazy("role", "系统管理员")
    SECURITY_ADMINISTRATOR = "security_administrator", pgettext_lazy("role", "安全管理员")


class UnitKind(models.TextChoices):
    """What a unit is in the city's campaign."""

    HEADQUARTERS = "headquarters", pgettext_lazy("unit", "指挥部")
    CAMPAIGN_OFFICE = "campaign_office", pgettext_lazy("unit", "创建办")
    WORKING_GROUP = "working_group", pgettext_lazy("unit", "专项工作组")
    PARTY_DEPARTMENT = "party_department", pgettext_lazy("unit", "市委部门")
    DEPARTMENT = "department", pgettext_lazy("unit", "市直单位")
    CENTRAL_UNIT = "central_unit", pgettext_lazy("unit", "中直驻市单位")
    PROVINCIAL_UNIT = "provincial_unit", pgettext_lazy("unit", "省直驻市单位")
    DISTRICT = "district", pgettext_lazy("unit", "区")
    DEVELOPMENT_ZONE = "development_zone", pgettext_lazy("unit", "管理区（开发区）")
    COUNTY = "county", pgettext_lazy("unit", "县（市）")
    STREET = "street", pgettext_lazy("unit", "街道")
    TOWN = "town", pgettext_lazy("unit", "乡镇")
    COMMUNITY = "community", pgettext_lazy("unit", "社区")
    VILLAGE = "village", pgettext_lazy("unit", "村")
    GRID = "grid", pgettext_lazy("unit", "网格")
    OUTSIDE_FIRM = "outside_firm", pgettext_lazy("unit", "第三方机构")


class AliasKind(models.TextChoices):
    """Why a unit is known under another name."""

    SHORT = "short", pgettext_lazy("alias", "简称")
    FORMER = "former", pgettext_lazy("alias", "曾用名")
    CONFIRMED = "confirmed", pgettext_lazy("alias", "导入时确认")


class SuccessionKind(models.TextChoices):
    """What became of a unit."""

    MERGED = "merged", pgettext_lazy("succession", "合并")
    SPLIT = "split", pgettext_lazy("succession", "分设")
    CLOSED = "closed", pgettext_lazy("succession", "撤销")


class DayStatus(models.TextChoices):
    """How sure a day of the statutory calendar is; the values are the engine's."""

    OFFICIAL = "official", pgettext_lazy("calendar", "已公布")
    ESTIMATED = "estimated", pgettext_lazy("calendar", "预计")


class LimitUnit(models.TextChoices):
    """What a limit counts; the values are the engine's."""

    WORK_HOUR = "work_hour", pgettext_lazy("calendar", "工作时")
    WORK_DAY = "work_day", pgettext_lazy("calendar", "工作日")
    HOUR = "hour", pgettext_lazy("calendar", "小时")
    DAY = "day", pgettext_lazy("calendar", "自然日")


_REFUSALS = {
    "name_taken": _("这个名称已经是另一个单位的名称或别名；请换一个名称，或先取消那个别名"),
    "renamed_before_named": _("更名日期不能早于或等于现名启用的日期；请改晚一些"),
    "under_itself": _("不能移到自己或自己的下级之下；请另选一个上级单位"),
    "siblings_changed": _("排序期间有单位增减；请看过现在的名单再排一次"),
    "units_below": _("还有下级单位；请先撤销下级单位，或把它们移到别的单位之下"),
    "ended": _("这个单位已经撤销，不能再改"),
    "ended_before_named": _("撤销日期不能早于或等于现名启用的日期；请改晚一些"),
    "into_itself": _("不能并入自己；请另选一个单位"),
    "unit_ended": _("这个单位在那一天已经撤销；请选一个仍在的单位或更早的日期"),
    "holds_already": _("此人正在这个单位担任同一职务；不必重复登记"),
    "ends_before_start": _("结束日期早于开始日期；请改正其中一个"),
    "tenure_ended": _("这项任职到那一天已经结束；请看过现在的任职再改"),
    "same_person": _("接任的就是本人；请另选一个人"),
    "tenures_changed": _("排序期间任职有变动；请看过现在的名单再排一次"),
    "post_held": _("这个账号已经有同样的岗位；不必重复授予"),
    "post_ended": _("这个岗位到那一天已经结束；请看过现在的岗位再改"),
    "delegated_already": _("这个岗位本身是受委托的，不能再转委托；请由原任岗位的人委托"),
    "delegated_too_long": _("委托不能长过岗位本身；请选一个更早的日期"),
    "to_oneself_given": _("不能给自己授予岗位；请由另一位管理人员办理"),
    "apart": _("系统管理、安全管理、审计三种职责要分开，不能由同一个账号兼任；请另选一个账号"),
    "account_not_here": _("这个账号不是本市的；请看过现在的名单再办理"),
    "account_elsewhere": _("这个账号还在别的城市任职，或属于系统运维人员；请由系统运维人员办理"),
    "account_guards": _("安全管理员和审计人员的账号由系统运维人员重新发放，以免被人代用"),
    "account_locked": _("账号已停用；请先由安全管理员恢复"),
    "own_account": _("不能办理自己的账号；请由另一位管理人员办理"),
    "phone_set": _("已经登记了号码；换号由本人凭验证码办理，或先清除再登记"),
    "phone_taken": _("这个号码已是另一个账号的登录手机；请核对"),
    "reference_unknown": _("没有这个关联编号；请核对后再填"),
    "reference_over": _("这个关联编号已用过或过期；请本人重新取得一个"),
    "reference_linked": _("这个身份已经关联了账号；不必再关联"),
    "locked_already": _("账号已经停用；不必重复"),
    "not_locked": _("账号没有停用；不必恢复"),
    "to_oneself": _("不能委托给本人；请另选一个账号"),
    "day_is_plain": _("这一天本来就按星期计算，没有要取消的设定"),
    "no_hours": _("至少要有一段工作时间；例如 8:00-12:00"),
    "visit_runs": _("已经有一个迎检时段在进行；请先结束它"),
    "no_visit": _("现在没有进行中的迎检时段"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible, and how to mend it."""
    return str(_REFUSALS[reason])


_BATCH = {
    "too_many": _("一次最多 300 个账号；请分几次办理"),
    "name_invalid": _("登录名只能用字母、数字、汉字和 . @ + - _，最长 60 个字"),
    "name_taken": _("这个登录名已经有人用了；请换一个"),
    "name_twice": _("这个登录名在名单里出现了两次；请改其中一个"),
    "phone_taken": _("这个号码已是另一个账号的登录手机；请核对，或清空"),
    "phone_twice": _("这个号码在名单里出现了两次；请改其中一个"),
    "person_twice": _("同一个人出现了两次；请去掉一行"),
    "person_has_account": _("此人已经有账号；请去掉这一行"),
    "role_unknown": _("没有这个职责；请从列表里选"),
    "unit_ended": _("这个单位已经撤销；请选一个仍在的单位"),
    "ends_before_start": _("到期日期早于今天；请改晚一些，或清空"),
    "firm_without_end": _("第三方机构的岗位要有到期日期；请填合同的最后一天"),
}


def batch_words(reason: str) -> str:
    """Say in words what is wrong with a row of a batch of accounts, and how to mend it."""
    return str(_BATCH[reason])
