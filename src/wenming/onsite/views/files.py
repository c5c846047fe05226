"""Photos and voice notes come in pieces; what is acknowledged is on the disk."""

from __future__ import annotations

from errno import EDQUOT, ENOSPC
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wenming.inspections.actions.fieldwork import DigestError, complete_file
from wenming.inspections.imports.sounds import is_of_kind
from wenming.inspections.models import FieldFile
from wenming.inspections.queries.fieldwork.files import own_file
from wenming.kernel.adapters import parts
from wenming.kernel.models import City
from wenming.onsite.enums import refusal_words
from wenming.onsite.views.edges import PIECES_A_MINUTE, for_phone_in_city, refusal

FULL = {ENOSPC, EDQUOT}
MOST_DIGITS = 16


@for_phone_in_city(PIECES_A_MINUTE)
@require_http_methods(["GET", "PUT"])
def file(request: HttpRequest, city: City, key: UUID) -> HttpResponseBase:
    """Say how much of a file is here, or take the next piece of it."""
    found = own_file(request.user, city, key)
    if found is None:
        return refusal(HTTPStatus.NOT_FOUND, "not_announced")
    if found.file_id is not None:
        return _state(found.size, complete=True)
    if request.method == "GET":
        return _state(parts.held(city.slug, key), complete=False)
    return _take(request, city, found)


def _state(offset: int, *, complete: bool) -> JsonResponse:
    return JsonResponse({"offset": offset, "complete": complete})


def _take(request: HttpRequest, city: City, found: FieldFile) -> HttpResponseBase:
    """Append the piece; with the last one the file is checked and kept."""
    refused = _unfit(request, found)
    if refused is not None:
        return refused
    try:
        held = parts.append(city.slug, found.key, int(request.headers["Upload-Offset"]), request.body)
        if held == found.size:
            complete_file(field_file=found, by=request.user, at=timezone.now())
    except parts.WrongOffsetError as wrong:
        return refusal(HTTPStatus.CONFLICT, "offset", offset=wrong.held)
    except DigestError:
        return refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "digest", offset=0)
    except OSError as fault:
        if fault.errno not in FULL:
            raise
        return refusal(HTTPStatus.INSUFFICIENT_STORAGE, "full")
    return _state(held, complete=held == found.size)


def _unfit(request: HttpRequest, found: FieldFile) -> HttpResponseBase | None:
    """Refuse a piece that says not where it belongs, is too large, did not come whole, or begins no photo and no voice note."""
    named, size = request.headers.get("Upload-Offset", ""), request.headers.get("Content-Length", "")
    if not (named.isascii() and named.isdigit() and len(named) < MOST_DIGITS and size.isdigit()):
        return refusal(HTTPStatus.BAD_REQUEST, "unreadable")
    if int(size) > parts.PIECE:
        return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "piece_too_large", most=parts.PIECE)
    piece, offset = request.body, int(named)
    if len(piece) != int(size) or offset + len(piece) > found.size:
        return refusal(HTTPStatus.BAD_REQUEST, "unreadable")
    if offset == 0 and piece and not is_of_kind(piece, found.kind):
        return refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "kind", words=refusal_words("kind"))
    return None
