"""Typst, the typesetter: a layout (data/documents/layout), the facts as JSON, pictures; out come a PDF or pictures of its pages.

Fonts: the folder of the installation first (WENMING_FONTS), then those of the machine. A name that Typst does not know falls back in silence,
so the fonts that are there are asked for first; where no Chinese font is, it is said which package brings one.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from wenming.documents.adapters.fonts import NoFontError

LAYOUTS = settings.ROOT / "data" / "documents" / "layout"
SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei")
FONTS: dict[str, tuple[str, ...]] = {
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", *SERIF, *SANS),
    "fangsong": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", *SERIF, *SANS),
    "hei": ("SimHei", "黑体", "STHeiti", *SANS, *SERIF),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", "LXGW WenKai", *SERIF, *SANS),
    "song": ("SimSun", "宋体", *SERIF, *SANS),
}
"""What a paper asks for -> families that can stand for it, the official ones first."""


def faces() -> dict[str, list[str]]:
    """Return the families that the layouts use; the serif stands behind each, for characters that it lacks. NoFontError."""
    _fonts, families = _known(str(settings.FONTS_FOLDER))
    found = {name: [family for family in wanted if family in families] for name, wanted in FONTS.items()}
    if not all(found.values()):
        raise NoFontError(
            _(
                "这台服务器没有中文字体，排不了版：请安装 fonts-noto-cjk（apt-get install fonts-noto-cjk），"
                "或把字体文件放进一个文件夹，用 WENMING_FONTS 指明，再试一次"
            )
        )
    return {name: [*some[:1], *(one for one in some[1:] if one in SERIF)] for name, some in found.items()}


@lru_cache(maxsize=4)
def _known(folder: str) -> tuple[typst.Fonts, frozenset[str]]:
    """Return the fonts of the folder and of the machine; looked for once in a process."""
    fonts = typst.Fonts(font_paths=[folder] if Path(folder).is_dir() else [], include_embedded_fonts=False)
    return fonts, frozenset(fonts.families())


def typeset(
    layout: str,
    facts: Mapping[str, Any],
    pictures: Mapping[int, bytes],
    *,
    kind: Literal["pdf", "png"] = "pdf",
    ppi: int = 80,
) -> list[bytes]:
    """Return what the layout makes of the facts: one PDF, or the pictures of all pages (``kind="png"``).

    ``pictures`` lie beside the layout as ``<key>.jpg``. The same facts with the same fonts give the same bytes. NoFontError.
    """
    chosen = faces()
    heavy = "bold" if chosen["title"][0] in {*SERIF, *SANS} else "regular"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "main.typ").write_bytes((LAYOUTS / f"{layout}.typ").read_bytes())
        everything = {**facts, "fonts": chosen, "title_weight": heavy}
        (place / "paper.json").write_text(json.dumps(everything, ensure_ascii=False), encoding="utf-8")
        for key, content in pictures.items():
            (place / f"{key}.jpg").write_bytes(content)
        fonts, _families = _known(str(settings.FONTS_FOLDER))
        made: bytes | Sequence[bytes] = typst.compile(
            place / "main.typ", root=place, font_paths=fonts, format=kind, ppi=ppi, timestamp=0
        )
    return [made] if isinstance(made, bytes) else list(made)
