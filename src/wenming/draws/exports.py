"""What is handed out once a draw is over: the files by which anybody repeats it."""

from __future__ import annotations

import io
import zipfile

from wenming.draws.models import Draw
from wenming.draws.queries import kept_frame, kept_rule, replacements_of
from wenming.engine.sampling import Bundle, Replaced, written

THEN = (2016, 1, 1, 0, 0, 0)
"""The moment that stands at every file of the archive, so that the same draw gives the same bytes."""


def bundle_of(draw: Draw) -> Bundle:
    """Return a draw whose secret is shown. Raises FrameChangedError."""
    replaced = tuple(
        Replaced(unit.stratum, unit.replaces.key, unit.key, unit.replaces.reason) for unit in replacements_of(draw)
    )
    return Bundle(kept_frame(draw), kept_rule(draw), draw.secret, draw.salt, tuple(draw.words), replaced)


def bundle_archive(draw: Draw) -> bytes:
    """Return the files of a draw whose secret is shown as one zip. Raises FrameChangedError."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in written(bundle_of(draw)).items():
            found.writestr(zipfile.ZipInfo(name, date_time=THEN), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
