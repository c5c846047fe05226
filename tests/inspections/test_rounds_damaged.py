"""Damaged bytes of every format: an answer or one clear line, never a crash, always the same damage."""

import io
import random
import zipfile
from functools import cache

import openpyxl
import pytest
import xlwt

from tests.data import PACKS, use_messages
from wenming.engine.observations import NothingReadableError
from wenming.inspections.imports.rounds import read_round
from wenming.standards.imports.packs import load_standard

use_messages()

ROWS = [["项目", "扣分", "区域"], ["公共服务1", 0.2, "吴江街道"], ["文明旅游", None, "松陵街道"]]


@cache
def suzhou():
    return load_standard(PACKS / "suzhou-2016-district.yaml")


@cache
def parts():
    """The parts of a small .xlsx, with a formula that was never computed."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in (*ROWS, ["文明交通", "=1/2"]):
        book.active.append(row)
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        # the time of saving is the one thing that differs from run to run
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def packed(contents):
    """The parts as one file, without the time of packing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


@cache
def xls():
    book, buffer = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("表")
    for row, cells in enumerate(ROWS):
        for column, value in enumerate(cells):
            page.write(row, column, value)
    book.save(buffer)
    return buffer.getvalue()


def hurt(content, chance):
    """Change up to four bytes, and cut the end off every third time."""
    spoilt = bytearray(content)
    for _ in range(chance.randint(0, 4)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt[: chance.randint(0, len(spoilt))] if chance.random() < 1 / 3 else spoilt)


def spoilt_file(kind, chance):
    if kind == "xls":
        return hurt(xls(), chance)
    if kind == "xlsx":
        return hurt(packed(parts()), chance)
    name = chance.choice(
        [name for name in parts() if name.startswith(("xl/", "_rels", "[Content")) and "theme" not in name]
    )
    return packed({**parts(), name: hurt(parts()[name], chance)})


@pytest.mark.parametrize("kind", ["xls", "xlsx", "part of an xlsx"])
def test_read_any_damaged_bytes_never_crashes(kind):
    lost, words = 0, set()
    for seed in range(100):
        try:
            reading = read_round(spoilt_file(kind, random.Random(seed)), suzhou())
        except NothingReadableError as fault:
            words.add(str(fault))
        else:
            lost += reading.rows_read - len(reading.observations) - len(reading.problems)
    assert (lost, [line for line in words if not line or "\n" in line]) == (0, [])
