"""The submission form of a sub-item (测评材料提交表): what is handed in for it, the words that prove it, and the line for the conclusion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wenming.documents.exports.official import Block, Body, OfficialPaper
from wenming.documents.exports.official_word import official_word
from wenming.documents.exports.settled import settled
from wenming.materials.exports.filing.words import KINDS, day_words, lack_words

TITLE = "测评材料提交表"
_HEAD = (("项目", 30), ("内容", 126))
_PIECES = (("编号", 34), ("材料名称", 62), ("报送单位", 32), ("材料日期", 28))
_PROOFS = (("材料", 46), ("位置", 22), ("证明语句", 88))


def submission_form(plan: Mapping[str, Any], clause: Mapping[str, Any]) -> bytes:
    """Return the form of one clause as a Word file."""
    body = Body()
    body.table(_HEAD, _facts(plan, clause))
    body.blocks.append(Block("left", "一、提交的材料"))
    body.table(_PIECES, list(_pieces(clause)) or [("—", "没有通过审核的材料", "—", "—")])
    proofs = list(_proofs(clause))
    if proofs:
        body.blocks.append(Block("left", "二、证明语句（划红线处）"))
        body.table(_PROOFS, proofs)
    lacks = [lack_words(line, lack) for line in clause["lines"] for lack in line["lacks"]]
    body.table(
        _HEAD,
        [
            ("缺的材料", "\n".join(lacks) or "无"),
            ("自评结论", "□ 符合　　　□ 基本符合　　　□ 不符合"),
            ("填表人", "　　　　　　审核人：　　　　　　　　年　　月　　日"),
        ],
    )
    return settled(official_word(OfficialPaper(TITLE, tuple(body.blocks)), {}))


def _facts(plan: Mapping[str, Any], clause: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the form is about."""
    asked = "\n".join(
        f"{line['number']} {line['name']}（{KINDS[line['kind']]}，每次 {line['count']} 份）" for line in clause["lines"]
    )
    return [
        ("申报城市", plan["city"]),
        ("测评年度", f"{plan['year']}年"),
        ("测评项目", clause["project"]),
        ("测评内容", clause["content"]),
        ("测评标准", f"{clause['code']} {clause['name']}"),
        ("要提交的材料", asked),
    ]


def _pieces(clause: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """Yield what is handed in."""
    for line in clause["lines"]:
        for piece in line["pieces"]:
            title = "\n".join(one for one in (piece["title"], piece["document_number"]) if one)
            yield f"{line['number']}-{piece['place']}", title, piece["unit"], day_words(piece["dated"])


def _proofs(clause: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """Yield where the red lines are: on the copy that lies beside the paper, or the words themselves."""
    for line in clause["lines"]:
        for piece in line["pieces"]:
            yield from ((piece["title"], f"第 {place} 句", words) for place, words in piece["proofs"])
            if piece.get("copy"):
                pages = sorted({mark[0] for mark in piece["lines"]})
                yield piece["title"], "、".join(f"第 {page} 页" for page in pages), "见同一文件夹内的红线标注件"
