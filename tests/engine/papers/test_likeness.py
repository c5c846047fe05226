"""Copies in disguise are found, honest look-alikes are not; sketches are the same everywhere."""

import random

import numpy as np
import pytest

from wenming.engine.papers.archive import archive_of, common_from, likely_in, papers_with, rarity
from wenming.engine.papers.comparing import agreement, asks_for_a_look
from wenming.engine.papers.letters import TABLE_RUN, Letters, figures_of, letters_of
from wenming.engine.papers.sketches import MOST, RATE, WHOLE, bound_of, hashes_of, sketch_of
from wenming.rehearsal.seeds.reports import (
    HEADS,
    OFFICIAL,
    UNITS,
    body,
    city_reports,
    disguised,
    framed,
    short_form,
    table,
)

HERE, THERE = UNITS[0], UNITS[1]


def dice(seed: int = 7) -> random.Random:
    return random.Random(seed)


def read(letters) -> str:
    return "".join(map(chr, letters.codes.tolist()))


def told(papers, pair, *, tables=False):
    """Return what two papers of some agree in, by their keys, and whether that asks for a look."""
    letters = {
        key: figures_of(text) if tables else letters_of(text, [UNITS[key % len(UNITS)]]) for key, text in papers.items()
    }
    archive = archive_of({key: sketch_of(one) for key, one in letters.items()}, 1 if tables else RATE)
    found = agreement(letters[pair[0]], letters[pair[1]], archive)
    return found, asks_for_a_look(found, letters[pair[0]].run)


def test_read_letters_leaves_out_figures_names_and_what_is_cited():
    text = "东山街道办事处按照《市容管理办法》“门前三包”要求，出动 ３２０ 人次，清理十二处；ＡＢ路合格率98.5%。"
    found = letters_of(text, ["东山街道办事处", "东"])
    assert read(found) == "按照要求出动人次清理处ab路合格率"
    assert [text[begin:end] for begin, end in zip(found.begins, found.ends, strict=True)][:4] == [
        "按",
        "照",
        "要",
        "求",
    ]
    assert read(letters_of("东山社区", ["东"])) == "东山社区"


def test_read_figures_leaves_out_what_only_numbers_the_lines():
    found = figures_of("序号1 2 3 4\n1,200人 98.5% ３２０次 7 8 30")
    text = "序号1 2 3 4\n1,200人 98.5% ３２０次 7 8 30"
    assert [text[begin:end] for begin, end in zip(found.begins, found.ends, strict=True)] == [
        "1,200", "98.5", "３２０", "7", "8", "30",
    ]  # fmt: skip
    assert found.run == TABLE_RUN


def test_sketch_text_is_the_same_on_every_machine():
    """Worked out once by splitmix64 in plain integers of Python, as ``sketches`` describes it."""

    def plain(codes):
        mask, value = (1 << 64) - 1, 6
        for code in codes:
            value = (value * 0x100000001B3 + code * 0x9E3779B97F4A7C15) & mask
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
        return (value ^ (value >> 31)) >> 32

    text = "整治背街小巷清运垃圾"
    wanted = [plain(map(ord, text[place : place + 6])) for place in range(5)]
    assert hashes_of(letters_of(text)).tolist() == wanted
    assert sketch_of(letters_of(text)) == sorted(value for value in wanted if value < WHOLE // RATE)


def test_sketch_short_text_is_empty_and_long_text_keeps_the_smallest():
    assert sketch_of(letters_of("太短")) == []
    long = sketch_of(letters_of("".join(body(dice(), 600))))
    assert len(long) == MOST
    assert long == sorted(set(long))
    assert (bound_of(long, RATE), bound_of(long[:5], RATE)) == (long[-1] + 1, WHOLE // RATE)


def test_weigh_values_gives_less_to_what_more_papers_say():
    archive = archive_of({key: [key, 100, *([50] if key < 4 else [])] for key in range(1, 21)})
    values = np.array([1, 50, 100, 7777])
    assert papers_with(archive, values).tolist() == [1, 3, 20, 0]
    assert [round(float(one), 3) for one in rarity(archive, values)] == [1.0, 0.774, 0.0, 1.0]
    assert (common_from(20), common_from(1000)) == (12, 40)
    assert len(archive_of({})) == 0


@pytest.mark.parametrize("rewritten", [0.0, 0.3])
def test_compare_disguised_copy_asks_for_a_look(rewritten):
    text = framed(HERE, 2025, body(dice(), 12), dice())
    papers = {0: text, 1: disguised(text, HERE, THERE, dice(3), rewritten)}
    papers |= {key: framed(UNITS[key], 2026, body(dice(key), 12), dice(key)) for key in range(2, 10)}
    found, asks = told(papers, (0, 1))
    assert asks
    first = found.passages[0]
    assert letters_of(papers[0][first.begin : first.end]).codes[:6].tolist() == (
        letters_of(papers[1][first.other_begin : first.other_end]).codes[:6].tolist()
    )


def test_compare_part_of_something_longer_asks_for_a_look():
    own = body(dice(), 10)
    papers = {0: framed(HERE, 2025, own, dice()), 1: framed(THERE, 2026, [*own, *body(dice(9), 30)], dice(4))}
    papers |= {key: framed(UNITS[key], 2026, body(dice(key), 12), dice(key)) for key in range(2, 16)}
    found, asks = told(papers, (0, 1))
    assert asks
    assert found.first > 0.8 > found.second
    assert found.share == found.first


def test_compare_template_and_quoted_sentences_asks_nothing():
    papers = {key: framed(UNITS[key], 2026, body(dice(key), 9), dice(key), quoted=4) for key in range(20)}
    found, asks = told(papers, (3, 4))
    assert (asks, found.share < 0.3) == (False, True)


def test_compare_bare_template_asks_nothing():
    """What is the same is only what everybody has."""
    papers = {key: "\n".join([*HEADS, *OFFICIAL]) for key in range(14)}
    found, asks = told(papers, (0, 1))
    assert (found.share, asks) == (0.0, False)


def test_compare_short_forms_asks_nothing():
    papers = {key: short_form(UNITS[key], key % 12 + 1) for key in range(6)}
    assert not told(papers, (0, 1))[1]


def test_compare_tables_asks_only_where_the_figures_are_the_same():
    papers = {month: table(1, month, dice(month)) for month in range(1, 9)}
    papers[9] = papers[3].replace("（3 月）", "（9 月）")
    assert not told(papers, (1, 2), tables=True)[1]
    assert told(papers, (3, 9), tables=True)[1]


def test_compare_nothing_with_something_says_nothing():
    nothing, archive = letters_of(""), archive_of({})
    found = agreement(nothing, letters_of(OFFICIAL[0]), archive)
    assert (found.share, found.letters, found.longest, found.passages) == (0.0, 0.0, 0, ())


def test_compare_runs_that_only_share_a_hash_shows_no_passage():
    places = np.arange(6)
    codes = np.array([1, 2, 3, 4, 5, 6], dtype=np.uint64)
    other = codes.copy()
    other[4:] = [6, (6 - 0x100000001B3) % 2**64]
    one, two = Letters(codes, places, places + 1, 6), Letters(other, places, places + 1, 6)
    assert hashes_of(one).tolist() == hashes_of(two).tolist()
    assert agreement(one, two, archive_of({})).passages == ()


def test_compare_exchanged_word_is_shown_as_one_passage():
    one = "组织志愿者在人民广场开展文明劝导活动并发放宣传折页受到市民欢迎"
    other = "组织志愿者在人民广场开展交通劝导活动并发放宣传折页受到市民欢迎"
    found = agreement(letters_of(one), letters_of(other), archive_of({}))
    assert [(one[p.begin : p.end], p.letters) for p in found.passages] == [(one, 29)]


def test_compare_far_apart_passages_are_shown_by_themselves():
    one = "组织志愿者在人民广场开展劝导。另外的事情完全没有关系的内容。发放宣传折页受到广大市民普遍欢迎"
    other = "发放宣传折页受到广大市民普遍欢迎。旁的话语一概不同。组织志愿者在人民广场开展劝导。组织志愿"
    found = agreement(letters_of(one), letters_of(other), archive_of({}))
    assert [one[p.begin : p.end] for p in found.passages] == [
        "组织志愿者在人民广场开展劝导", "发放宣传折页受到广大市民普遍欢迎",
    ]  # fmt: skip


def test_look_for_likely_papers_finds_planted_copies_among_hundreds():
    made = city_reports(300, copies=24)
    letters = {one.key: letters_of(one.text, [one.unit]) for one in made if not one.table}
    sketches = {key: sketch_of(one) for key, one in letters.items()}
    archive = archive_of(sketches)
    found = {
        (other, key)
        for key, one in letters.items()
        for other, _share in likely_in(archive, sketches[key], apart=key)
        if other < key and asks_for_a_look(agreement(letters[other], one, archive))
    }
    assert found == {(one.copy_of, one.key) for one in made if one.copy_of}


def test_look_for_likely_papers_compares_long_ones_where_both_are_whole():
    long = letters_of("".join(body(dice(1), 600)))
    part = letters_of("".join(body(dice(1), 40)))
    others = {key: sketch_of(letters_of("".join(body(dice(key), 40)))) for key in range(3, 9)}
    archive = archive_of({1: sketch_of(long), 2: sketch_of(part), **others})
    assert likely_in(archive, sketch_of(part), apart=2)[0][0] == 1
    assert likely_in(archive, sketch_of(long), apart=1)[0][0] == 2
    assert likely_in(archive, [], apart=1) == []
