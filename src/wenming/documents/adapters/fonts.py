"""Chinese fonts of this machine, for pictures that are drawn here: the installation's own folder first, then where systems keep theirs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ImageFont

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "C:/Windows/Fonts",
    "/System/Library/Fonts",
)
FACES: tuple[tuple[str, int, str, int], ...] = (
    ("NotoSansCJK-Regular.ttc", 2, "NotoSansCJK-Bold.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0, "NotoSansCJKsc-Bold.otf", 0),
    ("NotoSansSC-Regular.otf", 0, "NotoSansSC-Bold.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0, "SourceHanSansSC-Bold.otf", 0),
    ("SourceHanSansCN-Regular.otf", 0, "SourceHanSansCN-Bold.otf", 0),
    ("msyh.ttc", 0, "msyhbd.ttc", 0),
    ("PingFang.ttc", 0, "PingFang.ttc", 0),
    ("wqy-microhei.ttc", 0, "wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0, "wqy-zenhei.ttc", 0),
    ("simhei.ttf", 0, "simhei.ttf", 0),
)  # fmt: skip
"""File and face of the text, file and face of what is bold, the best first."""


class NoFontError(Exception):
    """No font of this machine has Chinese characters; the message is one line for the person who asked for a picture."""


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a font with Chinese characters in so many pixels; NoFontError names what to install."""
    plain, heavy = _found(settings.FONTS_FOLDER)
    path, face = heavy if bold else plain
    return _opened(path, face, size)


@lru_cache(maxsize=64)
def _opened(path: Path, face: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=face)


@lru_cache(maxsize=4)
def _found(own: Path) -> tuple[tuple[Path, int], tuple[Path, int]]:
    """Return where the plain and the bold face lie; any font in the installation's own folder is taken at its word."""
    mine = sorted(path for path in own.glob("*") if path.suffix.lower() in {".ttf", ".otf", ".ttc"})
    if mine:
        bold = next((path for path in mine if "bold" in path.name.casefold()), mine[0])
        plain = next((path for path in mine if path != bold), bold)
        return (plain, 0), (bold, 0)
    there = {path.name.casefold(): path for path in _files()}
    for plain_name, plain_face, bold_name, bold_face in FACES:
        text = there.get(plain_name.casefold())
        if text is not None:
            heavy = there.get(bold_name.casefold())
            return (text, plain_face), (heavy, bold_face) if heavy else (text, plain_face)
    raise NoFontError(
        _("这台服务器没有中文字体，画不了图片：请安装 fonts-noto-cjk（或把一个 .ttf、.otf 字体放进 %(folder)s）后重试")
        % {"folder": own}
    )


def _files() -> Iterator[Path]:
    """Yield the font files of this machine."""
    for folder in FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir():
            yield from root.rglob("*.[to]t[fc]")
