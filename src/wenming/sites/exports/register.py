"""The register as a workbook, as the import reads it again: telephone numbers masked, positions as they were given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from wenming.documents.exports import Cell, Column, Sheet, unused_workbook, workbook
from wenming.engine.openings import written
from wenming.kernel.models import City
from wenming.organisations.schemas.people import masked
from wenming.sites.enums import ChiefKind, Datum, SitePart
from wenming.sites.models import Site, SiteChief, SiteUnit
from wenming.sites.queries import chiefs_of, parts_of

HEADS = (
    ("编号", 12), ("点位名称", 28), ("点位类型", 18), ("属地", 18), ("地址", 30), ("经度", 13), ("纬度", 13), ("坐标系", 12),
    ("责任单位", 24), ("主管单位", 24), ("包保单位", 24), ("点位长", 12), ("点位长电话", 15), ("路长", 12), ("路长电话", 15),
    ("街巷长", 12), ("街巷长电话", 15), ("开放时间", 30), ("走测规则", 30), ("备注", 20), ("启用日期", 12), ("停用日期", 12),
)  # fmt: skip
"""Heads of the workbook: Chinese, whatever the reader's language."""
SHEET = "点位台账"
CHUNK = 500
BETWEEN = "、"
PARTS = (SitePart.RESPONSIBLE, SitePart.COMPETENT, SitePart.SPONSOR)
CHIEFS = (ChiefKind.SITE, ChiefKind.ROAD, ChiefKind.LANE)
EXAMPLES: tuple[tuple[Cell, ...], ...] = (
    (
        "", "人民广场", "公共广场、公园", "望河街道", "人民路 1 号", 114.0911, 32.1470, "GCJ-02", "市城市管理局", "", "市财政局", "王某",
        "13900000000", "", "", "", "", "全天", "", "例子，导入前删去", None, None,
    ),
    (
        "", "为民服务大厅", "窗口单位", "望河街道", "为民路 8 号", 114.0888, 32.1502, "GCJ-02", "市行政服务中心", "", "", "", "", "", "", "", "",
        "周一至周五 8:00-12:00、14:30-17:30", "", "例子，导入前删去", None, None,
    ),
)  # fmt: skip


def datum_names() -> dict[str, str]:
    """Return the names of the data as a workbook writes them."""
    return dict(zip(Datum.values, ("WGS-84", "GCJ-02", "BD-09", "CGCS2000"), strict=True))


def register_workbook(city: City, sites: QuerySet[Site]) -> bytes:
    """Return sites with everything that is known of them, read in portions."""
    columns = [Column(head, width) for head, width in HEADS]
    return workbook([Sheet(SHEET, "", columns, _rows(city, sites), frozen=2)])


def template_workbook() -> bytes:
    """Return an empty register with two rows to show how."""
    return workbook([Sheet(SHEET, "", [Column(head, width) for head, width in HEADS], EXAMPLES, frozen=2)])


def _rows(city: City, sites: QuerySet[Site]) -> Iterator[list[Cell]]:
    """Yield the rows of the workbook."""
    keys = list(sites.values_list("pk", flat=True))
    names = datum_names()
    for start in range(0, len(keys), CHUNK):
        found = {site.pk: site for site in sites.filter(pk__in=keys[start : start + CHUNK])}
        portion = [found[key] for key in keys[start : start + CHUNK]]
        parts, chiefs = parts_of(city, portion), chiefs_of(city, portion)
        for site in portion:
            yield _row(site, parts.get(site.pk, ()), chiefs.get(site.pk, ()), names)


def _row(site: Site, parts: Sequence[SiteUnit], chiefs: Sequence[SiteChief], names: dict[str, str]) -> list[Cell]:
    """Return a site's row."""
    led: list[Cell] = []
    for kind in CHIEFS:
        person = next((one.person for one in chiefs if one.kind == kind), None)
        led += [person.name, masked(person.phone)] if person else ["", ""]
    return [
        site.code,
        site.name,
        site.type.name,
        site.area.name if site.area else "",
        site.address,
        site.given_lng,
        site.given_lat,
        names.get(site.datum, ""),
        *(BETWEEN.join(one.unit.name for one in parts if one.part == part) for part in PARTS),
        *led,
        written(site.hours),
        site.walking,
        site.note,
        site.starts_on,
        site.ends_on,
    ]


def problems_workbook(lines: Iterable[dict[str, str]]) -> bytes:
    """Return what cannot be used, each with its place, its fault and the mend."""
    return unused_workbook(
        [one["sheet"], int(one["row"]), one["column"], one["value"], one["problem"], one["mend"]] for one in lines
    )
