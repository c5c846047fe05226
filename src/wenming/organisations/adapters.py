"""The sounds of Chinese characters, from outside."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def sounds_of(name: str) -> str:
    """Return what a name is found by when it is typed by its sounds: whole syllables, then initials ("shichengguanju scgj")."""
    whole = "".join(lazy_pinyin(name, errors="default"))
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default"))
    return f"{whole} {initials}".lower()
