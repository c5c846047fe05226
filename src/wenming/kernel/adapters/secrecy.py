"""The one place that every upload passes: what bears a mark of secrecy, or is for inside use only, does not come in.

Looked at are the name of every file and the words of PDF and Word files, nothing else (``NOT_LOOKED_AT`` says so to people).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from wenming.engine.secrecy import SecrecyMark, mark_in_name, mark_in_text
from wenming.kernel.imports.papers import words_of

READ = 60 * 1024 * 1024
NOT_LOOKED_AT = gettext_lazy(
    "只检查文件名，以及 PDF 和 Word 里的文字；图片里的文字、扫描件、加密的文件检查不到，请上传的人自己把关。"
)


@dataclass(frozen=True, slots=True)
class MarkedUpload:
    """A file with a mark: its name, the mark, where it stands; ``in_name`` or else in the text."""

    name: str
    mark: SecrecyMark
    in_name: bool


def marked_upload(request: HttpRequest) -> MarkedUpload | None:
    """Return the first file of a request that bears a mark, None for none."""
    for _field, files in request.FILES.lists():
        for file in files:
            found = _marked(file)
            if found is not None:
                return found
    return None


def _marked(file: Any) -> MarkedUpload | None:
    """Look at one file, and leave it as if nobody had read it."""
    name = str(file.name)
    mark = mark_in_name(name)
    if mark is not None:
        return MarkedUpload(name, mark, in_name=True)
    head = file.read(4)
    file.seek(0)
    if head[:4] != b"%PDF" and head[:2] != b"PK":
        return None
    mark = mark_in_text(words_of(name, file.read(READ)))
    file.seek(0)
    return None if mark is None else MarkedUpload(name, mark, in_name=False)
