"""The sounds of Chinese characters, from outside."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

# How many letters the columns hold: PostgreSQL refuses more where SQLite keeps them.
PERSON_SOUNDS = 200
UNIT_SOUNDS = 400


def sounds_of(name: str, most: int = PERSON_SOUNDS) -> str:
    """Return what a name is found by when it is typed by its sounds: whole syllables, then initials ("shichengguanju scgj").

    At ``most`` so many letters: of a very long name the last syllables are left out, never the initials.
    """
    whole = "".join(lazy_pinyin(name, errors="default")).lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")).lower()
    return f"{whole[: most - len(initials) - 1]} {initials}"
