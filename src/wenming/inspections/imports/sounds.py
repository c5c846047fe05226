"""What the first bytes of a file say it is: photos and voice notes as phones make them. The rest is looked at when pictures are made of it."""

from __future__ import annotations

from wenming.inspections.enums.fieldwork import FieldFileKind

_PHOTO_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_SOUNDS = (b"\x1aE\xdf\xa3", b"OggS", b"ID3", b"#!AMR", b"\xff\xf1", b"\xff\xf9", b"\xff\xfb", b"\xff\xf3", b"caff")


def is_of_kind(head: bytes, kind: str) -> bool:
    """Tell whether a file that begins so is a photo (JPEG, PNG, WebP, HEIC) or a voice note (WebM, Ogg, MP4, MP3, AAC, AMR, WAV)."""
    is_box, is_riff = head[4:8] == b"ftyp", head[:4] == b"RIFF"
    if kind == FieldFileKind.PHOTO:
        known = (is_box and head[8:12] in _PHOTO_BRANDS) or (is_riff and head[8:12] == b"WEBP")
        return known or head.startswith(_PHOTOS)
    known = (is_box and head[8:12] not in _PHOTO_BRANDS) or (is_riff and head[8:12] == b"WAVE")
    return known or head.startswith(_SOUNDS)
