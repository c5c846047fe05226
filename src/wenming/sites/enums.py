"""Words of sites."""

from django.db import models
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
