"""The papers of the cycle: reports, documents, pictures with captions; some copied from others, some that only look so."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from wenming.engine.collecting import month_after, month_of
from wenming.issues.seeds.pictures import busy_photo
from wenming.materials.actions import Given
from wenming.materials.models import MaterialItem
from wenming.rehearsal.seeds import reports
from wenming.rehearsal.seeds.cycle import plan
from wenming.rehearsal.seeds.materials import word_file

if TYPE_CHECKING:
    from wenming.rehearsal.seeds.cycle import Cycle

WORDS = {"report": "情况说明", "document": "文件", "picture": "实景"}
COPIED_EVERY, COPIER, BORROWER = 10, 3, 6
"""Of so many tasks one copies reports (of its neighbour, or its own of the quarter before), and one takes a picture of its neighbour."""
POSTED = 2
"""The place of the picture of every task that has the poster in it."""
POSTER = "文明有礼"
"""The same poster hangs in two places: two honest pictures that share a part."""
QUALITY = 62


def of_item(item: MaterialItem, task: plan.Task, when: datetime, cycle: Cycle) -> list[Given]:
    """Return the papers that a unit sends for an item."""
    return list(_MAKERS[item.requirement.kind](item, task, when, cycle))


def _quarter(item: MaterialItem) -> str:
    """Return which quarter (or year) an item is of: the last month of its period."""
    return f"{item.due_on:%Y%m}"


def _reports(item: MaterialItem, task: plan.Task, when: datetime, cycle: Cycle) -> Iterator[Given]:
    """Yield reports; a copier takes another's text and puts its own name, day and figures in."""
    for place in range(item.requirement.count):
        name = _title(item, "report", place)
        text = _report(task, item.unit.name, _quarter(item), place)
        source = _source(task, item)
        if source is not None:
            other, quarter = source
            copied = _report(other, other.unit, quarter, 0)
            text = reports.disguised(copied, other.unit, item.unit.name, _chance(name), rewritten=0.1)
            cycle.planted.append((name, _named(other.name, "report", quarter, 0)))
        lines = [name, *text.split("\n")[1:]]
        yield Given(f"{name}.docx", word_file(lines), title=name, dated=when.date())


def _report(task: plan.Task, unit: str, quarter: str, place: int) -> str:
    """Return a report that its unit wrote itself."""
    chance = _chance(f"report/{task.clause}/{quarter}/{place}")
    return reports.framed(unit, int(quarter[:4]), reports.body(chance, chance.randrange(9, 20)), chance)


def _chance(seed: str) -> random.Random:
    """Return dice that fall the same way on every machine."""
    return random.Random(seed)  # noqa: S311  made-up papers, no secret


def _source(task: plan.Task, item: MaterialItem) -> tuple[plan.Task, str] | None:
    """Return from whose report, and of which quarter, a copier copies; None for whoever writes the own."""
    if task.number % COPIED_EVERY != COPIER or item.requirement.rhythm != "quarterly":
        return None
    if task.number % (2 * COPIED_EVERY) == COPIER:
        return plan.tasks()[task.number - 1], _quarter(item)
    # every second quarter: what was copied from must be the unit's own
    earlier = month_after(month_of(item.due_on), -3)
    begun = item.requirement.since
    gone = (earlier.year - begun.year) * 12 + earlier.month - begun.month
    return (task, f"{earlier:%Y%m}") if gone >= 0 and gone // 3 % 2 == 0 else None


def _documents(item: MaterialItem, task: plan.Task, when: datetime, _cycle: Cycle) -> Iterator[Given]:
    """Yield official documents, each with its number."""
    for place in range(item.requirement.count):
        name = _title(item, "document", place)
        number = f"桐文明〔{when.year}〕{task.number * 20 + when.month * 4 + place + 1} 号"
        chance = _chance(f"document/{task.clause}/{_quarter(item)}/{place}")
        lines = [name, number, chance.choice(reports.OFFICIAL), *reports.body(chance, 6), item.unit.name]
        yield Given(f"{name}.docx", word_file(lines), title=name, dated=when.date(), document_number=number)


def _pictures(item: MaterialItem, task: plan.Task, when: datetime, cycle: Cycle) -> Iterator[Given]:
    """Yield pictures with captions; a copier's first one is its neighbour's, made to look different."""
    quarter = _quarter(item)
    for place in range(item.requirement.count):
        name = _title(item, "picture", place)
        picture = photo(task, quarter, place)
        if place == 0 and task.number % COPIED_EVERY == BORROWER:
            other = plan.tasks()[task.number - 1]
            picture = CHANGES[task.number // COPIED_EVERY % len(CHANGES)](photo(other, quarter, 1))
            cycle.planted.append((name, _named(other.name, "picture", quarter, 1)))
        elif place == POSTED:
            cycle.alike.append(name)
        caption = {"place": f"{item.unit.name}{place + 1}号点", "people": "志愿者、居民", "theme": task.name[:40]}
        yield Given(f"{name}.jpg", picture, title=name, taken_at=when, caption=caption)


def photo(task: plan.Task, quarter: str, place: int) -> bytes:
    """Return a picture of a task: of every task's the third has the same poster in it."""
    notice = POSTER if place == POSTED else ""
    return busy_photo(f"cycle/{task.clause}/{quarter}/{place}", dirty=False, notice=notice)


def _title(item: MaterialItem, kind: str, place: int) -> str:
    """Return the title of a paper of an item."""
    name = item.requirement.name.removesuffix(WORDS[kind])
    return _named(name, kind, _quarter(item), place)


def _named(name: str, kind: str, quarter: str, place: int) -> str:
    """Return the title of a paper: no two have the same."""
    return f"{name}{WORDS[kind]}{quarter}-{place + 1}"


def _again(picture: bytes) -> bytes:
    """Return the very same file."""
    return picture


def _compressed(picture: bytes) -> bytes:
    """Return it saved once more, smaller."""
    return _saved(_open(picture).resize((512, 384)))


def _cropped(picture: bytes) -> bytes:
    """Return it without a tenth at each side."""
    whole = _open(picture)
    across, down = whole.width // 10, whole.height // 10
    return _saved(whole.crop((across, down, whole.width - across, whole.height - down)))


def _mirrored(picture: bytes) -> bytes:
    """Return its mirror image."""
    return _saved(ImageOps.mirror(_open(picture)))


def _open(picture: bytes) -> Image.Image:
    """Decode a picture."""
    return Image.open(io.BytesIO(picture)).convert("RGB")


def _saved(picture: Image.Image) -> bytes:
    """Return a picture as a JPEG."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


CHANGES: tuple[Callable[[bytes], bytes], ...] = (_again, _compressed, _cropped, _mirrored)
_MAKERS: dict[str, Callable[[MaterialItem, plan.Task, datetime, Cycle], Iterator[Given]]] = {
    "report": _reports, "document": _documents, "picture": _pictures,
}  # fmt: skip
