"""One zip with little memory and the same bytes for the same content, whose Chinese names Windows shows as they are."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from wenming.engine.filing import Row

STAMP = (2016, 1, 1, 0, 0, 0)
CHUNK = 2**18
LARGE = 2**31


class DamagedError(Exception):
    """A kept file whose bytes are not what they were; the message is its path in the filing."""


@dataclass
class Packing:
    """A zip under way; ``rows`` are the files in it, in order."""

    archive: zipfile.ZipFile
    rows: list[Row] = field(default_factory=list)

    def put(self, path: str, content: bytes, number: str = "") -> None:
        """Add a file that was made for the filing."""
        digest = self._copy(path, io.BytesIO(content), len(content))
        self.rows.append(Row(path, digest, len(content), 0, number))

    def put_file(self, row: Row, source: Path) -> None:
        """Add a kept file, byte for byte; DamagedError where it is gone or not what it was."""
        try:
            file = source.open("rb")
        except OSError as fault:
            raise DamagedError(row.path) from fault
        with file:
            self.put_stream(row, file)

    def put_stream(self, row: Row, source: IO[bytes]) -> None:
        """Add bytes that have this digest. DamagedError."""
        if self._copy(row.path, source, row.size) != row.digest:
            raise DamagedError(row.path)
        self.rows.append(row)

    def _copy(self, path: str, source: IO[bytes], size: int) -> str:
        """Copy bytes into the zip as they are; return their digest. Packed anew, they would hardly be smaller, and differ with the machine."""
        entry = zipfile.ZipInfo(path, STAMP)
        entry.create_system, entry.external_attr, entry.file_size = 3, 0o644 << 16, size
        digest = hashlib.sha256()
        with self.archive.open(entry, "w", force_zip64=size > LARGE) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                target.write(chunk)
        return digest.hexdigest()


@contextmanager
def packing(file: IO[bytes]) -> Iterator[Packing]:
    """Write a zip into a file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        yield Packing(archive)
