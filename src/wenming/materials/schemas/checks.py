"""What the machine proposes to look at: a line with its reason in words, and both papers side by side with what agrees marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.engine.papers.kinds import SummarySign
from wenming.engine.pictures.fingerprints import VARIANTS
from wenming.evidence.enums import PictureVariant
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.materials.enums import CheckKind, CheckState
from wenming.materials.models import MaterialItem, Paper, PaperCheck
from wenming.materials.schemas.items import item_url, period_text
from wenming.materials.schemas.papers import page_url, size_text

_K = CheckKind
TONES = {
    CheckState.PROPOSED: ("warn", "triangle"),
    CheckState.CONFIRMED: ("bad", "back"),
    CheckState.DISMISSED: ("ok", "check"),
}
Stretch = tuple[str, int]
"""Words, and the number of the passage that they are, 0 for none."""


def check_text(check: PaperCheck) -> str:
    """Return the reason of a proposal, with what it rests on."""
    facts: dict[str, Any] = check.facts
    words = {
        _K.OUT_OF_PERIOD: _period,
        _K.BLURRED: _blurred,
        _K.WATERMARKED: _watermarked,
        _K.TOO_SMALL: _small,
        _K.TOO_LARGE: _large,
        _K.WRONG_KIND: _kind,
        _K.EMPTY: _empty,
        _K.SAME_TEXT: _same_text,
        _K.SAME_PICTURE: _same_picture,
        _K.NO_FIGURES: _no_figures,
        _K.NO_CAPTION: _no_caption,
    }
    return words[_K(check.kind)](facts)


def _period(facts: dict[str, Any]) -> str:
    told = facts.get("words") or _day(facts["dated"])
    return _("写的是 %(told)s，要的是 %(first)s 至 %(last)s") % {
        "told": told,
        "first": _day(facts["first"]),
        "last": _day(facts["last"]),
    }


def _day(text: str) -> str:
    return formats.date_format(date.fromisoformat(text), "DATE_FORMAT")


def _blurred(facts: dict[str, Any]) -> str:
    return _("清晰度 %(sharp)s，清楚的照片在 0.9 以上，低于 %(least)s 看着发虚") % {
        "sharp": f"{facts['sharp'] / 1000:.2f}",
        "least": f"{facts['least'] / 1000:.2f}",
    }


def _watermarked(facts: dict[str, Any]) -> str:
    return _("文件里写着来源“%(source)s”，可能是网上的图片") % {"source": facts["source"]}


def _small(facts: dict[str, Any]) -> str:
    return _("%(width)s × %(height)s 像素，长边不到 %(least)s") % facts


def _large(facts: dict[str, Any]) -> str:
    text = _("%(size)s，要求不超过 %(most)s") % {"size": size_text(facts["size"]), "most": size_text(facts["most"])}
    if "after" not in facts:
        return text
    after = _("压缩后 %(width)s × %(height)s、%(size)s") % {
        "width": facts["width"],
        "height": facts["height"],
        "size": size_text(facts["after"]),
    }
    return "；".join([text, after, _("会发虚") if facts["blurred"] else _("仍清楚")])


def _kind(facts: dict[str, Any]) -> str:
    signs = {
        SummarySign.TITLE: _("标题"),
        SummarySign.LOOK_BACK: _("回顾全年"),
        SummarySign.LEADERSHIP: _("套话"),
        SummarySign.SHORTCOMINGS: _("谈不足"),
        SummarySign.NEXT_STEPS: _("谈打算"),
    }
    if not facts["signs"]:
        return _("没有看到做法和成效的词句，可能不是说明报告")
    told = "、".join(f"{signs[SummarySign(sign)]}“{words}”" for sign, words in facts["signs"])
    return _("像总结，不像说明：%(told)s") % {"told": told}


def _empty(facts: dict[str, Any]) -> str:
    faults = {
        "damaged": _("文件已损坏或不完整，读不出内容"),
        "locked": _("文件加了密码，读不出内容"),
        "too_large": _("文件展开后过大，没有读"),
    }
    if "fault" in facts:
        return faults[facts["fault"]]
    if facts["pages"]:
        return _("没有文字，可能是扫描件；说明报告要能复制文字")
    return ngettext("只有 %(n)s 个字", "只有 %(n)s 个字", facts["letters"]) % {"n": facts["letters"]}


def _same_text(facts: dict[str, Any]) -> str:
    if facts.get("file"):
        return _("是同一个文件")
    return _("去掉数字、日期和单位名后 %(share)s%% 相同，最长一处连续 %(longest)s 字") % {
        "share": facts["share"] // 10,
        "longest": facts["longest"],
    }


def _same_picture(facts: dict[str, Any]) -> str:
    heads = {
        "same_bytes": _("是同一个文件"),
        "same_pixels": _("像素完全相同"),
        "same_picture": _("画面相同"),
        "same_view": _("画面部分相同"),
    }
    parts = [heads[facts["how"]]]
    if facts["variant"] and facts["variant"] != VARIANTS[0]:
        parts.append(str(PictureVariant(facts["variant"]).label))
    if facts["agreement"] is not None:
        parts.append(_("重叠部分 %(share)s%% 一致") % {"share": facts["agreement"] // 10})
    return "，".join(parts)


def _no_figures(_facts: dict[str, Any]) -> str:
    return _("没有看到数量、比例这样的数据")


def _no_caption(facts: dict[str, Any]) -> str:
    names = {"time": _("时间"), "place": _("地点"), "theme": _("主题")}
    return _("没有写%(lacks)s") % {"lacks": "、".join(names[one] for one in facts["lacks"])}


def check_url(check: PaperCheck, city: City, query: str = "") -> str:
    """Return the page of a proposal, within a filtered list."""
    return reverse("materials:check", args=[city.slug, check.pk]) + (f"?{query}" if query else "")


def check_lines(checks: Sequence[PaperCheck], city: City) -> list[dict[str, str]]:
    """Return proposals about some papers, a line for each, with the way to both side by side."""
    return [{"label": str(_K(one.kind).label), "text": _with_other(one), "url": check_url(one, city)} for one in checks]


def _with_other(check: PaperCheck) -> str:
    """Return the reason, with the name of the paper beside it."""
    text = check_text(check)
    return f"“{check.other.title}”：{text}" if check.other else text


def state_pill(check: PaperCheck) -> dict[str, str]:
    """Return what a person made of it."""
    tone, shape = TONES[CheckState(check.state)]
    return {"label": str(CheckState(check.state).label), "tone": tone, "shape": shape}


def check_rows(city: City, checks: Sequence[PaperCheck], query: str) -> str:
    """Return the body of the list."""
    rows = [
        {
            "kind": str(_K(one.kind).label),
            "text": check_text(one),
            "url": check_url(one, city, query),
            "title": one.paper.title,
            "unit": one.paper.unit.name,
            "other": one.other.title if one.other else "",
            "other_unit": one.other.unit.name if one.other else "",
            "found": moment_text(one.found_at, city),
            "pill": state_pill(one),
            "words": one.words,
        }
        for one in checks
    ]
    texts = {"paper": _("材料"), "other": _("对照的材料"), "found": _("发现时间"), "state": pgettext("column", "处理")}
    return render_to_string("materials/check_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def check_page(check: PaperCheck, city: City, used: Mapping[int, Sequence[MaterialItem]]) -> dict[str, Any]:
    """Return everything about one proposal: its reason, both papers with what agrees, what a person said."""
    passages = check.facts.get("passages", [])
    sides = [side_view(check.paper, city, used, [(one[0], one[1]) for one in passages])]
    if check.other is not None:
        sides.insert(0, side_view(check.other, city, used, [(one[2], one[3]) for one in passages]))
    return {
        "pk": check.pk,
        "kind": str(_K(check.kind).label),
        "text": check_text(check),
        "pill": state_pill(check),
        "open": check.state == CheckState.PROPOSED,
        "state": check.state,
        "sides": sides,
        "passages": len(passages),
        "pictures": len(sides) == 2 and all(one["picture"] for one in sides),
        "found": moment_text(check.found_at, city),
        "said": {"words": check.words, "by": check.by.name, "at": moment_text(check.at, city)} if check.by else None,
    }


def side_view(
    paper: Paper, city: City, used: Mapping[int, Sequence[MaterialItem]], passages: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    """Return one of the papers: what it is, what it was handed in for, its picture or its words with numbered passages."""
    caption = [one for one in (paper.place, paper.people, paper.theme) if one]
    return {
        "title": paper.title,
        "url": reverse("materials:paper", args=[city.slug, paper.pk]),
        "unit": paper.unit.name,
        "sent": moment_text(paper.at, city),
        "by": paper.by.name,
        "size": size_text(paper.file.size),
        "taken": moment_text(paper.taken_at, city) if paper.taken_at else "",
        "dated": formats.date_format(paper.dated, "DATE_FORMAT") if paper.dated else "",
        "caption": " · ".join(caption),
        "picture": page_url(paper, city, 1) if paper.shown_id else "",
        "paragraphs": marked(paper.text, passages),
        "used": [_used(one) for one in used.get(paper.pk, [])],
    }


def _used(item: MaterialItem) -> dict[str, str]:
    period = period_text(item.requirement.rhythm, item.period)
    return {"name": item.requirement.name, "period": period, "url": item_url(item)}


def marked(text: str, passages: Sequence[tuple[int, int]]) -> list[list[Stretch]]:
    """Return a text in paragraphs of stretches, each with the number of the passage that it is part of; of two that overlap the first is marked."""
    kept: list[tuple[int, int, int]] = []
    for begin, end, number in sorted((begin, end, number) for number, (begin, end) in enumerate(passages, 1)):
        start = max(begin, kept[-1][1] if kept else 0)
        if start < end:
            kept.append((start, end, number))
    paragraphs, place = [], 0
    for line in text.split("\n"):
        paragraphs.append(_stretches(text, place, place + len(line), kept))
        place += len(line) + 1
    return [one for one in paragraphs if one]


def _stretches(text: str, begin: int, end: int, kept: Sequence[tuple[int, int, int]]) -> list[Stretch]:
    """Return a paragraph in stretches."""
    found, place = [], begin
    for first, last, number in kept:
        start, stop = max(first, begin), min(last, end)
        if start < stop:
            found += [(text[place:start], 0), (text[start:stop], number)]
            place = stop
    found.append((text[place:end], 0))
    return [one for one in found if one[0]]
