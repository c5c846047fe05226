"""The zips of a filing: one below each project, the index, and what changed since the filing before."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import IO, Any

from wenming.engine.filing import MOST_FOLDER, Changes, Row, safe
from wenming.kernel.adapters.stores import path_of
from wenming.materials.adapters.redlines import red_copy
from wenming.materials.exports.filing.albums import AT_MOST, album
from wenming.materials.exports.filing.changes import changes_workbook
from wenming.materials.exports.filing.forms import submission_form
from wenming.materials.exports.filing.index import DIGESTS, clauses_of, digest_list, index_word, index_workbook
from wenming.materials.exports.filing.zips import DamagedError, Packing, packing
from wenming.materials.models import FilingPart

INDEX, ALBUM, CHANGES = "00 目录", "00 实景图片册", "00 变化清单.xlsx"


def write_part(file: IO[bytes], slug: str, plan: Mapping[str, Any], number: int) -> list[Row]:
    """Write what is filed below one project into a zip; return its files. DamagedError names a kept file that is not what it was."""
    part = plan["parts"][number - 1]
    clauses = clauses_of(plan, part["folder"])
    with packing(file) as packed:
        packed.put(
            f"{INDEX} {part['folder']}.xlsx", index_workbook(f"{part['name']}材料目录（{plan['year']}年）", clauses)
        )
        for (folder, content), some in groupby(clauses, key=lambda one: (one["content_folder"], one["content"])):
            group = list(some)
            _albums(packed, slug, folder, content, group)
            for clause in group:
                _clause(packed, slug, plan, clause)
    return packed.rows


def _albums(packed: Packing, slug: str, folder: str, content: str, clauses: Sequence[Mapping[str, Any]]) -> None:
    """Put the photos of a content into files, one photo to a page."""
    photos = [
        (piece, f"{line['number']}-{piece['place']}")
        for clause in clauses
        for line in clause["lines"]
        if line["kind"] == "picture"
        for piece in line["pieces"]
        if piece["shown"]
    ]
    for place, start in enumerate(range(0, len(photos), AT_MOST), start=1):
        several = f"（{place}）" if len(photos) > AT_MOST else ""
        packed.put(
            f"{folder}/{ALBUM}{several}.docx",
            album(content, photos[start : start + AT_MOST], lambda digest: _bytes(slug, digest)),
        )


def _clause(packed: Packing, slug: str, plan: Mapping[str, Any], clause: Mapping[str, Any]) -> None:
    """Put the form of a clause and its pieces into the zip, beside each a copy with red lines where there are any."""
    packed.put(clause["form"], submission_form(plan, clause), clause["code"])
    for line in clause["lines"]:
        for piece in line["pieces"]:
            row = Row(
                piece["path"], piece["digest"], piece["size"], piece["paper"], f"{line['number']}-{piece['place']}"
            )
            packed.put_file(row, path_of(slug, piece["digest"]))
            if piece["copy"]:
                picture = bool(piece["shown"])
                source = _bytes(slug, piece["shown"] if picture else piece["digest"])
                copy = red_copy(source, piece["lines"], picture=picture)
                if copy is None:
                    raise DamagedError(piece["path"])
                packed.put(piece["copy"], copy, row.number)


def write_index(file: IO[bytes], plan: Mapping[str, Any], rows: Sequence[Row]) -> list[Row]:
    """Write the index of everything into a zip, with the list of digests."""
    title = f"{plan['campaign']}{plan['year']}年申报材料目录"
    with packing(file) as packed:
        packed.put(f"{INDEX}.docx", index_word(plan))
        packed.put(f"{INDEX}.xlsx", index_workbook(title, plan["clauses"]))
        packed.put(DIGESTS, digest_list(plan, [*packed.rows, *rows]))
    return packed.rows


def write_supplement(
    file: IO[bytes], slug: str, parts: Sequence[FilingPart], changes: Changes, title: str
) -> list[Row]:
    """Write the files that changed since another filing into a zip, taken from the parts as they are, and the list of all changes."""
    wanted = {row.path for row in changes.to_send}
    with packing(file) as packed:
        packed.put(CHANGES, changes_workbook(title, changes))
        for part in parts:
            rows = {row[0]: Row(*row) for row in part.manifest if row[0] in wanted}
            if rows:
                with zipfile.ZipFile(path_of(slug, part.file.sha256)) as archive:
                    for path, row in rows.items():
                        with archive.open(path) as source:
                            packed.put_stream(row, source)
    return packed.rows


def part_name(plan: Mapping[str, Any], number: int) -> str:
    """Return the name of a part's zip."""
    return f"{safe(plan['parts'][number - 1]['folder'], MOST_FOLDER)}.zip"


def unpacked(slug: str, parts: Sequence[FilingPart]) -> Iterator[tuple[Row, IO[bytes]]]:
    """Yield every file of a filing with its bytes."""
    for part in parts:
        with zipfile.ZipFile(path_of(slug, part.file.sha256)) as archive:
            for row in part.manifest:
                with archive.open(row[0]) as source:
                    yield Row(*row), source


def _bytes(slug: str, digest: str) -> bytes:
    return path_of(slug, digest).read_bytes()
