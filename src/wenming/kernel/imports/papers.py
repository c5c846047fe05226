"""The words of a Word or PDF file, as far as they can be read without opening it: enough to see a mark, never the text of record.

Not read: words in pictures, scans, files behind a password, fonts that do not say which characters they show.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice

LARGEST = 8 * 1024 * 1024
"""Bytes of one part, unpacked; what is larger is no text."""
PARTS = 400
ENDINGS = ("docx", "docm", "pdf")

_PARAGRAPH = re.compile(r"</w:p>|<w:br[^>]*/>|<w:tab[^>]*/>")
_TAG = re.compile(r"<[^>]+>")
_WORD_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SINGLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_SHOWN = re.compile(rb"<([0-9A-Fa-f\s]+)>|\(((?:\\.|[^\\()])*)\)|\b(Td|TD|Tm|T\*|ET)\b", re.DOTALL)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(name: str, content: bytes) -> str:
    """Return the words of a Word or PDF file line by line, "" for other files and for what cannot be read."""
    if content.startswith(b"%PDF"):
        return "\n".join(_of_pdf(content))
    if content.startswith(b"PK") and name.lower().rpartition(".")[2] in ENDINGS:
        return "\n".join(_of_word(content))
    return ""


def _of_word(content: bytes) -> Iterator[str]:
    """Return the paragraphs of a Word file, its heads and feet among them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.infolist():
                if _WORD_PARTS.fullmatch(part.filename) and part.file_size <= LARGEST:
                    text = _PARAGRAPH.sub("\n", package.read(part).decode("utf-8", "replace"))
                    yield _TAG.sub("", text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        # damaged, or behind a password: whoever reads it later says so
        return


def _of_pdf(content: bytes) -> Iterator[str]:
    """Return what the pages of a PDF show, once by each of its tables of characters: only one of them gives words."""
    streams = [_unpacked(found[1]) for found in islice(_STREAM.finditer(content), PARTS)]
    tables = [_table(stream) for stream in streams if b"beginbf" in stream]
    for stream in streams:
        if b"Tj" in stream or b"TJ" in stream:
            shown = list(_strings(stream))
            for table in tables:
                yield "".join(_by(table, one) for one in shown)
            yield "".join(one.decode("gb18030", "ignore") for one in shown)


def _unpacked(stream: bytes) -> bytes:
    """Return a stream as it was before it was packed; what is not packed stays."""
    try:
        return zlib.decompressobj().decompress(stream, LARGEST)
    except zlib.error:
        return stream


def _table(stream: bytes) -> dict[bytes, str]:
    """Return code -> characters of a font."""
    table: dict[bytes, str] = {}
    for kind, block in _BLOCK.findall(stream):
        if kind == b"bfchar":
            table |= {_bytes(code): _text(shown) for code, shown in _SINGLE.findall(block)}
            continue
        for first, last, start, listed in _RANGE.findall(block):
            table |= _run(_bytes(first), _bytes(last), start, listed)
    return table


def _run(first: bytes, last: bytes, start: bytes, listed: bytes) -> dict[bytes, str]:
    """Return the characters of a run of codes, either counted on from the first or listed one by one."""
    low, high = int.from_bytes(first), min(int.from_bytes(last), int.from_bytes(first) + 0xFFFF)
    codes = [number.to_bytes(len(first)) for number in range(low, high + 1)]
    if listed:
        return dict(zip(codes, (_text(one) for one in re.findall(rb"<([0-9A-Fa-f]+)>", listed)), strict=False))
    begin = int(start, 16)
    return {code: chr(begin + step) for step, code in enumerate(codes) if begin + step < 0x110000}


def _bytes(digits: bytes) -> bytes:
    plain = bytes(digits).decode("ascii")
    return bytes.fromhex(plain if len(plain) % 2 == 0 else f"{plain}0")


def _text(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "ignore")


def _strings(stream: bytes) -> Iterator[bytes]:
    """Return the strings that a page shows, and a line's end wherever it goes to another place."""
    for digits, plain, move in _SHOWN.findall(stream):
        if move:
            yield b"\n"
        elif digits:
            yield _bytes(b"".join(digits.split()))
        else:
            yield _ESCAPE.sub(_sign, plain)


def _sign(found: re.Match[bytes]) -> bytes:
    """Return what an escape in a string stands for."""
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if sign.isdigit() else _SIGNS.get(sign, sign.strip(b"\r\n"))


def _by(table: dict[bytes, str], shown: bytes) -> str:
    """Return a string by a font's table: its codes are all of one length."""
    if shown == b"\n":
        return "\n"
    width = len(next(iter(table), b"\0\0"))
    return "".join(table.get(shown[place : place + width], "") for place in range(0, len(shown), width))
