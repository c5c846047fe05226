"""An official paper as data: what stands on it, apart from how Word or a PDF draws it (GB/T 9704-2012, domain.md 7.2).

Numbers, red heads and seals come from outside: a paper keeps their places free, and shows a number once it was given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

HEADS = ("h1", "h2", "h3", "h4")
"""一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋."""
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Figure:
    """A photo by the key under which its bytes are handed to the renderer, with what stands under it."""

    photo: int
    caption: str = ""


Cell = str | Figure


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the body: "p" a paragraph, one of ``HEADS`` a heading, "left" a paragraph without indent, "table", or "photos".

    ``columns`` are heads with their widths in millimetres, 156 in all; a cell holds text or a photo. ``about`` names a free text, so
    that it can be edited.
    """

    kind: str
    text: str = ""
    columns: Sequence[tuple[str, int]] = ()
    rows: Sequence[Sequence[Cell]] = ()
    photos: Sequence[Figure] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own: its title and its body."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """A paper: lines of the title, whom it is for, body, annexes, who issues it and when, who gets copies, the imprint.

    ``head`` is the red head of a draft ("" = none); ``headed`` keeps the place of a red head free. ``number`` is the document number, or
    the form in which it is left to be filled in; ``signer`` stands on papers to superiors only; ``remark`` in brackets under the date.
    """

    title: str
    blocks: Sequence[Block]
    recipients: str = ""
    annexes: Sequence[Annex] = ()
    issuer: str = ""
    day: str = ""
    number: str = ""
    head: str = ""
    headed: bool = False
    signer: str = ""
    remark: str = ""
    copies: str = ""
    printer: str = ""
    printed: str = ""

    @property
    def photos(self) -> set[int]:
        """Return the keys of the photos on it."""
        blocks = [*self.blocks, *(block for annex in self.annexes for block in annex.blocks)]
        cells = (cell for block in blocks for row in block.rows for cell in row)
        figures = [
            *(cell for cell in cells if isinstance(cell, Figure)),
            *(one for block in blocks for one in block.photos),
        ]
        return {figure.photo for figure in figures}

    @property
    def annex_notes(self) -> list[str]:
        """Return the lines of 附件说明 under the body."""
        if len(self.annexes) == 1:
            return [f"附件：{self.annexes[0].title}"]
        return [
            f"{'附件：' if number == 1 else '　　　'}{number}．{annex.title}"
            for number, annex in enumerate(self.annexes, start=1)
        ]

    def annex_label(self, place: int) -> str:
        """Return the head of an annex, by its place from 0."""
        return "附件" if len(self.annexes) == 1 else f"附件{place + 1}"


def paper_data(paper: OfficialPaper) -> dict[str, Any]:
    """Return the paper as plain data, to be kept or handed to a renderer."""
    return asdict(paper)


def paper_of(data: Mapping[str, Any]) -> OfficialPaper:
    """Return the paper that plain data holds."""
    facts = {**data, "blocks": _blocks(data["blocks"])}
    facts["annexes"] = tuple(Annex(one["title"], _blocks(one["blocks"])) for one in data.get("annexes", ()))
    return OfficialPaper(**facts)


def _blocks(found: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(
            one["kind"],
            one.get("text", ""),
            tuple((head, width) for head, width in one.get("columns", ())),
            tuple(tuple(_cell(cell) for cell in row) for row in one.get("rows", ())),
            tuple(Figure(**photo) for photo in one.get("photos", ())),
        )
        for one in found
    )


def _cell(cell: Any) -> Cell:
    return cell if isinstance(cell, str) else Figure(**cell)


@dataclass
class Body:
    """Puts a body together; headings are numbered by themselves: 一、（一） 1. （1）."""

    blocks: list[Block] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def head(self, level: int, text: str) -> None:
        """Add a heading of the first to fourth level with its number."""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        count = self.counts[level - 1]
        mark = (f"{numeral(count)}、", f"（{numeral(count)}）", f"{count}．", f"（{count}）")[level - 1]
        self.blocks.append(Block(HEADS[level - 1], f"{mark}{text}"))

    def text(self, *lines: str) -> None:
        """Add paragraphs; "# " begins a heading of the first level, "## " one of the second. Empty lines are left out."""
        for line in lines:
            hashes = len(line) - len(line.lstrip("#"))
            if hashes and line[hashes:].startswith(" "):
                self.head(min(hashes, 4), line[hashes:].strip())
            elif line.strip():
                self.blocks.append(Block("p", line.strip()))

    def table(self, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]]) -> None:
        """Add a table."""
        self.blocks.append(Block("table", columns=columns, rows=rows))


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    left = "" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens - 1]}十")
    return left + (NUMERALS[ones - 1] if ones else "")


def chinese_day(day: Any) -> str:
    """Return a day as official papers write it: Arabic figures without leading zeros, whatever the reader's language."""
    return f"{day.year}年{day.month}月{day.day}日"
