"""Half a year of materials in the rehearsal city: twelve requirements, eight units; handed in, returned, missing, late, passed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from PIL import Image, ImageOps

from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import current_campaign
from wenming.engine.collecting import month_after, month_of
from wenming.issues.seeds.pictures import busy_photo
from wenming.kernel.models import Account, City
from wenming.materials.actions import (
    Area,
    Given,
    Wish,
    add_requirements,
    decide_check,
    draft_material,
    mark_paper,
    pass_material,
    read_new_papers,
    return_material,
    submit_material,
    waive_material,
)
from wenming.materials.actions.asking import ask_city
from wenming.materials.enums import CheckKind, CheckState
from wenming.materials.models import MaterialItem, Paper, PaperCheck
from wenming.materials.tasks.filing import make_filing
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.rehearsal.seeds.material_batches import seed_batch
from wenming.rehearsal.seeds.material_texts import report_lines, table_lines
from wenming.standards.models import Node

BACK = 5
"""Months before the running one."""
PASSED = 1
"""The way (see ``_lead_on``) of what is handed in and passed."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = (
    ("1.1", "picture", "quarterly", 2, "核心价值观公益宣传实景", "市委宣传部、市住建局", "每张写明地点、主题"),
    ("1.1", "report", "quarterly", 1, "核心价值观宣传推广情况说明", "市委宣传部", "写做法、数据和成效，不要写成总结"),
    ("10.1", "document", "quarterly", 1, "市容环境长效管理办法", "市城市管理局", "带发文字号和印章"),
    ("4.1", "statistics", "quarterly", 1, "公益广告设置台账", "市委宣传部", ""),
    ("7.4", "statistics", "monthly", 1, "图书馆、文化馆开放统计", "市文旅局", "按月，写明接待人次"),
    ("8.1", "picture", "monthly", 1, "文明劝导志愿服务实景", "市城市管理局、望河街道", "有人物、有地点，不要摆拍"),
    ("9.1", "report", "monthly", 1, "路口守法率情况说明", "市交警支队", "写明路口数、守法率"),
    ("10.2", "report", "monthly", 1, "市容秩序整治情况说明", "市城市管理局", "写做法、数据和成效"),
    ("10.2", "picture", "monthly", 1, "背街小巷整治前后实景", "望河街道、滨河社区", ""),
    ("10.3", "statistics", "quarterly", 1, "公共设施完好率统计", "市城市管理局", ""),
    ("12.1", "report", "quarterly", 1, "病媒生物防制情况说明", "市卫健委", ""),
    ("13.1", "picture", "monthly", 1, "群众参与创建活动实景", "滨河社区", "写明活动名称、参加人数"),
)
"""Clause, kind, rhythm, how many, name, who supplies, what to write."""
RETURNS = {
    "picture": ("no_caption", "写明活动名称和时间"),
    "report": ("no_figures", "写清数量和比例"),
    "statistics": ("wrong_period", "要本期的数"),
}
"""Kind -> why such a one comes back, and in whose words."""
COPIES = {
    ("路口守法率情况说明", 2): ("市容秩序整治情况说明", "市城市管理局", 4),
    ("市容秩序整治情况说明", 1): ("市容秩序整治情况说明", "市城市管理局", 3),
}
"""Report of so many months ago -> the report whose words it has, with other figures: another unit's, and the own one of an earlier month."""
BORROWED = {("群众参与创建活动实景", 2): ("文明劝导志愿服务实景", "望河街道", 3)}
"""Picture of so many months ago -> the picture that it is, mirrored and cut."""
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who asks and reviews, the second one of the office, and who hands in for the units."""

    office: Account
    second: Account
    liaison: Account


def seed_materials(*, city: City, cast: Cast, at: datetime) -> None:
    """Ask month by month, and let each month be handed in as far as months usually are; needs the campaign and its units."""
    campaign = current_campaign(city, on=at.astimezone(city.zone).date())
    if campaign is None:
        return
    months = [month_after(month_of(at.astimezone(city.zone).date()), -back) for back in range(BACK, -1, -1)]
    _ask_for(campaign, months[0], cast, at)
    for place, month in enumerate(months):
        first = _moment(city, month)
        ask_city(city=city, at=min(first, at))
        rows = (
            MaterialItem.objects.in_city(city)
            .filter(changed_at=min(first, at))
            .select_related("requirement", "unit", "city")
        )
        for number, item in enumerate(rows.order_by("pk")):
            _lead_on(item, number + place, cast, first + (number % 20 + 1) * DAY, at, back=BACK - place)
        if place == BACK - 2:
            make_filing(campaign=campaign, year=months[0].year, by=cast.office, at=min(first + 26 * DAY, at))
    _read(city, months, cast, at)
    make_filing(campaign=campaign, year=months[0].year, by=cast.office, at=at)
    seed_batch(city=city, liaison=cast.liaison, at=at)


def _read(city: City, months: Sequence[date], cast: Cast, at: datetime) -> None:
    """Let the machine read the texts and the borrowed picture; whatever else there is, it reads when it runs. Somebody has looked at one."""
    wanted = Q(shown=None)
    for name, back in [*BORROWED, *((one[0], one[2]) for one in BORROWED.values())]:
        item = "versions__version__item__"
        wanted |= Q(**{f"{item}requirement__name": name, f"{item}period": months[BACK - back]})
    rows = Paper.objects.in_city(city).filter(wanted).distinct()
    while read_new_papers(city=city, by=None, at=at, only=list(rows)):
        pass
    found = PaperCheck.objects.in_city(city).filter(kind=CheckKind.SAME_TEXT).order_by("-pk").first()
    if found is not None:
        decide_check(
            check=found, state=CheckState.CONFIRMED, words="只改了数字，请重写本月的做法", by=cast.office, at=at
        )


def _moment(city: City, month: date) -> datetime:
    """Return the night in which a month is asked for."""
    return datetime(month.year, month.month, 1, 4, tzinfo=city.zone)


def _ask_for(campaign: Campaign, first: date, cast: Cast, at: datetime) -> None:
    """List the requirements."""
    city = campaign.city
    nodes = {one.code: one for one in Node.objects.in_city(city).filter(edition=campaign.edition)}
    index = name_index(city, on=at.astimezone(city.zone).date())
    units = {one.pk: one for one in units_in(city)}
    wishes = [
        Wish(
            node=nodes[code], kind=kind, rhythm=rhythm, count=count, name=name, note=note, since=first,
            units=_units(units, index, who), two_reviews=kind == "document", window_months=12,
        )
        for code, kind, rhythm, count, name, who, note in ASKED
        if code in nodes and _units(units, index, who)
    ]  # fmt: skip
    add_requirements(campaign=campaign, wishes=wishes, by=cast.office, at=_moment(city, first))


def _units(units: dict[int, Unit], index: Any, who: str) -> list[Unit]:
    """Return the units that are meant."""
    return [units[key] for reading in index.read(who) for key in reading.keys]


def _lead_on(item: MaterialItem, number: int, cast: Cast, when: datetime, at: datetime, *, back: int) -> None:
    """Lead an item as far as its number says: most are handed in and passed, some come back, some are missing."""
    way, last = PASSED if _is_planted(item, back) else number % 11, back == 0
    if when > at or (last and way in {1, 4, 6, 9}) or (way == 4 and number % 2):
        return
    if way == 7 and number % 2:
        waive_material(item=item, reason="本期没有这项工作", by=cast.office, at=when)
        return
    given = _given(item, number, when, back)
    if way == 2 and last:
        draft_material(item=item, given=given, by=cast.office, at=when)
        return
    item = submit_material(
        item=item,
        given=given,
        note="" if number % 3 else "本期新做的",
        by=cast.liaison if _own(item, cast) else cast.second,
        at=when,
    )
    if last and way in {0, 3, 5, 10}:
        return
    look = min(when + DAY, at)
    if way == 8:
        reason, words = RETURNS.get(item.requirement.kind, ("no_seal", "补上发文字号"))
        return_material(item=item, reason=reason, words=words, by=cast.office, at=look)
        return
    item = pass_material(item=item, by=cast.office, at=look)
    if number % 2:
        _mark(item, cast, look)


def _own(item: MaterialItem, cast: Cast) -> bool:
    """Tell whether the liaison supplies for this unit; for the others the second one of the office enters it."""
    return item.unit.name == "市城市管理局" and cast.liaison != cast.second


def _mark(item: MaterialItem, cast: Cast, at: datetime) -> None:
    """Draw a red line below the first sentence of a report."""
    if item.requirement.kind == "report":
        paper = Paper.objects.in_city(item.city).filter(versions__version__item=item).order_by("pk")[0]
        mark_paper(paper=paper, area=Area(1, 0, 0, 1000, 1000), red_line=True, by=cast.office, at=at)


def _given(item: MaterialItem, number: int, when: datetime, back: int) -> list[Given]:
    """Return what a unit sends for an item: pictures with captions, or one paper."""
    requirement, day = item.requirement, when.date()
    if requirement.kind == "picture":
        caption = {"place": f"{item.unit.name}辖区", "people": "志愿者、居民", "theme": requirement.name[:40]}
        count = requirement.count if number % 5 else 1
        return [
            Given(f"现场{place + 1}.jpg", _picture(item, back, place), taken_at=when, caption=caption)
            for place in range(count)
        ]
    title = f"{requirement.name}（{day.year} 年 {day.month} 月）"
    if requirement.kind == "document":
        document_number = f"演练〔{day.year}〕{number + 1} 号"
        return [Given("管理办法.pdf", _pdf(_name(item, back)), title=title, dated=day, document_number=document_number)]
    lines = [title, *_lines(item, back), f"{item.unit.name}，{day:%Y-%m-%d}"]
    return [Given(f"{requirement.name}.docx", word_file(lines), title=title, dated=day)]


def _name(item: MaterialItem, back: int) -> str:
    """Return what an item is, the same on every machine."""
    return f"{item.city.slug}/{item.requirement.name}/{item.unit.name}/{back}"


def _is_planted(item: MaterialItem, back: int) -> bool:
    """Tell whether something is a copy, or is copied from: both are handed in whatever their number."""
    name, planted = item.requirement.name, {**COPIES, **BORROWED}
    return (name, back) in planted or (name, item.unit.name, back) in planted.values()


def _lines(item: MaterialItem, back: int) -> list[str]:
    """Return the words of a report or a table."""
    name, own = item.requirement.name, _name(item, back)
    if item.requirement.kind == "statistics":
        return table_lines(own)
    source = COPIES.get((name, back))
    words = "/".join([item.city.slug, *map(str, source)]) if source else own
    return report_lines(words, own)


def _picture(item: MaterialItem, back: int, place: int) -> bytes:
    """Return a picture, or the one that is borrowed for it: in the mirror, cut, compressed once more."""
    source = BORROWED.get((item.requirement.name, back))
    if source is None:
        return picture_of(f"{_name(item, back)}/{place}")
    with Image.open(io.BytesIO(picture_of("/".join([item.city.slug, *map(str, source), str(place)])))) as picture:
        width, height = picture.size
        cut = ImageOps.mirror(picture.convert("RGB")).crop((12, 9, width - 12, height - 9))
    buffer = io.BytesIO()
    cut.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def word_file(paragraphs: Sequence[str]) -> bytes:
    """Return the smallest Word file with these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>'
        )
    return buffer.getvalue()


def picture_of(seed: str) -> bytes:
    """Return a small made-up photo."""
    return busy_photo(f"materials/{seed}", dirty=False)


def _pdf(seed: str) -> bytes:
    """Return a PDF of one page that is a picture, as a scanner writes it."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(picture_of(seed))) as picture:
        picture.convert("RGB").save(buffer, "PDF", resolution=72)
    return buffer.getvalue()
