"""Words of sites."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Datum(models.TextChoices):
    """The datum in which a position was given; it is kept as given and converted once."""

    WGS84 = "wgs84", pgettext_lazy("datum", "WGS-84（GPS）")
    GCJ02 = "gcj02", pgettext_lazy("datum", "GCJ-02（高德、腾讯）")
    BD09 = "bd09", pgettext_lazy("datum", "BD-09（百度）")
    CGCS2000 = "cgcs2000", pgettext_lazy("datum", "CGCS2000（天地图）")


class SitePart(models.TextChoices):
    """What a unit does for a site."""

    RESPONSIBLE = "responsible", pgettext_lazy("site part", "点位责任单位")
    COMPETENT = "competent", pgettext_lazy("site part", "行业主管单位")
    SPONSOR = "sponsor", pgettext_lazy("site part", "包保单位")


class ChiefKind(models.TextChoices):
    """What a person is for a site."""

    SITE = "site", pgettext_lazy("chief", "点位长")
    ROAD = "road", pgettext_lazy("chief", "路长")
    LANE = "lane", pgettext_lazy("chief", "街巷长")


class SiteChangeKind(models.TextChoices):
    """What became of a site."""

    RETIRED = "retired", pgettext_lazy("site change", "停用")
    MERGED = "merged", pgettext_lazy("site change", "并入其他点位")
    REOPENED = "reopened", pgettext_lazy("site change", "恢复使用")


class SiteImportState(models.TextChoices):
    """Where a register of sites on its way in stands."""

    CHECKING = "checking", pgettext_lazy("site import", "点位表校对中")
    WRITING = "writing", pgettext_lazy("site import", "点位表写入中")
    ADOPTED = "adopted", pgettext_lazy("site import", "点位表已写入")
    DROPPED = "dropped", pgettext_lazy("site import", "点位表已放弃")


class SiteGroup(models.TextChoices):
    """Types of site that share a mark on the map; which type belongs to which is read from its name (data/sites/groups.yaml)."""

    ROADS = "roads", pgettext_lazy("site group", "道路交通")
    LIVING = "living", pgettext_lazy("site group", "社区住区")
    TRADE = "trade", pgettext_lazy("site group", "商业市场")
    PUBLIC = "public", pgettext_lazy("site group", "公园广场与文化")
    SERVICE = "service", pgettext_lazy("site group", "窗口与医院")
    SCHOOL = "school", pgettext_lazy("site group", "学校与周边")
    OTHER = "other", pgettext_lazy("site group", "其他点位")


_REFUSALS = {
    "code_taken": _("这个编号已经是另一个点位的；请换一个编号，或留空自动编号"),
    "type_taken": _("已经有同名的点位类型；请换一个名称"),
    "types_changed": _("排序期间类型有增减；请看过现在的名单再排一次"),
    "no_hours": _("开放时间要从早到晚、在一天之内；请改正后再保存"),
    "ended": _("这个点位在那一天已经停用；请先恢复使用，或选更早的日期"),
    "in_use": _("这个点位正在使用，不必恢复"),
    "ends_before_start": _("日期早于启用或起始日期；请改晚一些"),
    "in_future": _("日期不能晚于今天；请改早一些"),
    "into_itself": _("不能并入自己；请另选一个点位"),
    "into_ended": _("要并入的点位已经停用；请另选一个在用的点位"),
    "merged_away": _("这个点位已并入其他点位，不能恢复；请到并入的点位办理"),
    "unit_ended": _("这个单位在那一天还没有设立或已经撤销；请另选单位或日期"),
    "part_ended": _("这项分工到那一天已经结束；请看过现在的分工再改"),
    "chief_ended": _("到那一天已经不担任；请看过现在的负责人再改"),
    "no_sites": _("没有选中点位；请先勾选"),
    "not_in_check": _("这份点位表已经写入或放弃；请重新上传"),
    "not_possible_now": _("这份点位表正在写入；请等它做完"),
    "datum_missing": _("还没有说明坐标系；请回到“对应列”一步选择"),
    "nothing_usable": _("没有可以写入的行；请先处理问题，或换一个文件"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible, and how to mend it."""
    return str(_REFUSALS[reason])
