"""Handing files out. Which reader may have which file, the calling view has checked."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, HttpResponse

from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import StoredFile

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_file(stored: StoredFile, *, slug: str) -> FileResponse:
    """Answer with a stored file of the city with this slug, as a download, byte for byte."""
    response = FileResponse(path_of(slug, stored.sha256).open("rb"), as_attachment=True, filename=stored.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def send_workbook(content: bytes, name: str) -> HttpResponse:
    """Answer with an Excel file as a download under a Chinese name, which old browsers read in the second form."""
    return send_bytes(content, name, EXCEL)


def send_bytes(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Answer with a file that was made for this request, as a download under a Chinese name."""
    response = HttpResponse(content, content_type=media_type)
    plain = f"export.{name.rpartition('.')[2]}"
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def send_picture(stored: StoredFile, *, slug: str, media_type: str) -> FileResponse:
    """Answer with a stored picture, shown in pages of this site only, as the type that its bytes were found to be."""
    response = FileResponse(path_of(slug, stored.sha256).open("rb"), content_type=media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # what a record shows never changes, but only its city may see it
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
