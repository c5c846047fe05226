"""Batches and their files as pages show them: how far, what came, where each file may belong and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.sorting import CODE, MONTH, NAME, NUMBER, PART, TEXT, UNIT
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.materials.enums import BatchState
from wenming.materials.imports.faults import fault_words
from wenming.materials.imports.formats import MEDIA_TYPES, PICTURES, ending_of
from wenming.materials.models import BatchFile, MaterialItem, PaperBatch
from wenming.materials.schemas.items import item_url, number_of, period_text
from wenming.materials.schemas.papers import size_text

TONES = {
    str(BatchState.RECEIVING): ("info", "half"),
    str(BatchState.SORTING): ("warn", "dash"),
    str(BatchState.FILED): ("ok", "check"),
    str(BatchState.DROPPED): ("", "cross"),
}
"""State -> tone and shape of its pill."""


def batch_view(batch: PaperBatch, city: City) -> dict[str, Any]:
    """Return a batch."""
    tone, shape = TONES[str(batch.state)]
    return {
        "name": batch.name,
        "unit": batch.unit.name,
        "by": batch.by.name,
        "at": moment_text(batch.at, city),
        "state": {"tone": tone, "shape": shape, "label": str(BatchState(batch.state).label)},
        "url": reverse("materials:batch", args=[city.slug, batch.pk]),
        "fault": archive_fault(batch),
    }


def archive_fault(batch: PaperBatch) -> str:
    """Say why the zip of a batch was not unpacked, "" where it was."""
    if not batch.fault or batch.archive is None:
        return ""
    return fault_words(batch.fault, {"name": batch.archive.name, "most": 2000})


def item_label(item: MaterialItem) -> str:
    """Return what an item is called where one is chosen among many; its key stands at the end."""
    one = item.requirement
    parts = (number_of(one), one.name, period_text(one.rhythm, item.period), item.unit.short_name or item.unit.name)
    return f"{' · '.join(part for part in parts if part)} #{item.pk}"


def reason_words(reasons: Iterable[Sequence[str]]) -> str:
    """Say why a file may belong somewhere."""
    words = {
        NUMBER: _("路径里有编号 %(words)s"),
        CODE: _("路径里有条目 %(words)s"),
        NAME: _("路径里有材料名称"),
        PART: _("路径里有大部分材料名称"),
        UNIT: _("路径里有单位“%(words)s”"),
        MONTH: _("时段相符"),
        TEXT: _("文中说的是这件事"),
    }
    return "；".join(words[reason] % {"words": said} for reason, said in reasons)


def file_rows(
    files: Iterable[BatchFile], items: Mapping[int, MaterialItem], city: City, sent: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return files as the sorting page shows them; ``sent`` is what was chosen before something went wrong."""
    return [_row(one, items, city, sent) for one in files]


def _row(one: BatchFile, items: Mapping[int, MaterialItem], city: City, sent: Mapping[str, str]) -> dict[str, Any]:
    """Return one file."""
    folder = str(PurePosixPath(one.path).parent)
    url = reverse("materials:batch_file", args=[city.slug, one.pk])
    options = [
        {"key": key, "label": item_label(items[key]).rpartition(" #")[0], "why": reason_words(reasons), "place": place}
        for place, (key, _points, reasons) in enumerate(one.proposals, start=1)
        if key in items
    ]
    chosen = sent.get(f"item-{one.pk}") or (str(options[0]["key"]) if one.sure and options else "")
    return {
        "pk": one.pk,
        "name": PurePosixPath(one.path).name,
        "folder": "" if folder == "." else folder,
        "size": size_text(one.file.size) if one.file else "",
        "head": one.facts.get("head", "") if not one.fault else "",
        "fault": fault_words(one.fault, one.facts) if one.fault else "",
        "picture": f"{url}?shown" if one.file and ending_of(one.path) in PICTURES else "",
        "url": url if one.file else "",
        "options": options,
        "sure": one.sure and bool(options),
        "chosen": chosen,
        "other": sent.get(f"other-{one.pk}", ""),
        "item": {"label": item_label(one.item).rpartition(" #")[0], "url": item_url(one.item)} if one.item else None,
        "skipped": one.skipped,
        "filed": one.paper_id is not None,
    }


def file_answer(one: BatchFile) -> dict[str, Any]:
    """Return what the browser is told of a file that is here."""
    return {"path": one.path, "digest": one.digest, "fault": fault_words(one.fault, one.facts) if one.fault else ""}


def tabs_of(counts: Mapping[str, int], shown: str) -> list[dict[str, Any]]:
    """Return the kinds of files, with how many there are."""
    words = {
        "todo": pgettext("batch", "待归类"),
        "filed": pgettext("batch", "已归类"),
        "skipped": pgettext("batch", "不归入"),
        "fault": pgettext("batch", "没有收的"),
    }
    return [
        {"key": key, "label": word, "count": counts[key], "here": key == shown, "url": f"?show={key}"}
        for key, word in words.items()
    ]


ACCEPTED = ",".join(f".{one}" for one in MEDIA_TYPES)
"""What a chooser of files offers."""
