"""Words of the organisation."""

from django.db import models
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
