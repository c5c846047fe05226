"""Office files with the same bytes whenever they are made: their libraries write the hour into them."""

from __future__ import annotations

import io
import re
import zipfile

STAMP = (2016, 1, 1, 0, 0, 0)
_FACTS = "docProps/core.xml"
_HOURS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_TARGETS = re.compile(rb'Target="[^"]*" TargetMode="External"')


def settled(content: bytes) -> bytes:
    """Return a Word or Excel file with one fixed hour everywhere; the same content then has the same digest."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == _FACTS:
                part = _HOURS.sub(rb"\g<1>2016-01-01T00:00:00Z", part)
            elif entry.filename.endswith(".rels"):
                # as Excel itself writes them: with strokes that other programs follow too
                part = _TARGETS.sub(lambda found: found[0].replace(b"\\", b"/"), part)
            fresh = zipfile.ZipInfo(entry.filename, STAMP)
            fresh.create_system, fresh.external_attr = 3, 0o644 << 16
            # a picture within is as small as it gets
            kind = zipfile.ZIP_STORED if entry.filename.endswith((".jpg", ".jpeg", ".png")) else zipfile.ZIP_DEFLATED
            new.writestr(fresh, part, kind)
    return buffer.getvalue()
