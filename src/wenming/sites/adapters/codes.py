"""QR codes: as SVG within a page, and as files."""

from __future__ import annotations

import io

import segno

LEVEL = "m"
"""15 % of the code may be scratched off; segno takes a higher level where it costs no larger code."""
BORDER = 4
"""The white margin that readers ask for, in dots."""


def code_of(address: str) -> segno.QRCode:
    """Return the code in which an address stands."""
    return segno.make_qr(address, error=LEVEL)


def code_svg(address: str) -> str:
    """Return a code as an SVG element for a page: no size of its own, no style attribute."""
    return code_of(address).svg_inline(
        border=BORDER, omitsize=True, svgclass="qr-code", lineclass=None, dark="#000", light="#fff"
    )


def code_file(address: str, kind: str) -> bytes:
    """Return a code as a file, "svg" or "png" (about 1,000 pixels wide, enough for a sign of 15 cm)."""
    code = code_of(address)
    buffer = io.BytesIO()
    scale = 10 if kind == "svg" else -(-1000 // code.symbol_size(border=BORDER)[0])
    code.save(buffer, kind=kind, border=BORDER, scale=scale, dark="#000", light="#fff")
    return buffer.getvalue()
