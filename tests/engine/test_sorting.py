"""Files of a folder led to what they are for: what paths and texts say, and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from wenming.engine.sorting import CODE, MONTH, NAME, NUMBER, PART, TEXT, UNIT, Place, Places, is_sure

REPORT = Place(
    1, "Ⅰ-1-1)-(1)", "Ⅰ-1-1)", "市容秩序整治情况说明", ("市城市管理局", "城管局"), date(2026, 11, 1), date(2026, 11, 1)
)
PICTURE = Place(
    2,
    "Ⅰ-1-1)-(2)",
    "Ⅰ-1-1)",
    "背街小巷整治前后实景",
    ("望河街道",),
    date(2026, 11, 1),
    date(2026, 11, 1),
    frozenset({"jpg"}),
)
QUARTER = Place(3, "10.1-(1)", "10.1", "病媒生物防制情况说明", ("市卫健委",), date(2026, 10, 1), date(2026, 12, 31))
OLDER = Place(
    4, "Ⅰ-1-1)-(1)", "Ⅰ-1-1)", "市容秩序整治情况说明", ("市城市管理局", "城管局"), date(2026, 10, 1), date(2026, 10, 1)
)
ONCE = Place(5, "", "", "长效管理办法", ())
ALL = Places([REPORT, PICTURE, QUARTER, OLDER, ONCE])


def reasons(path: str, text: str = "") -> list[tuple[int, set[str]]]:
    return [(one.key, {reason for reason, _words in one.reasons}) for one in ALL.propose(path, text)]


@pytest.mark.parametrize(
    ("path", "text", "best", "why", "sure"),
    [
        ("Ⅰ-1-1)-(1) 城管局/2026年11月/说明.docx", "", 1, {NUMBER, UNIT, MONTH}, True),
        ("I-1-1)-(1) 城管局 202611.docx", "", 1, {NUMBER, UNIT, MONTH}, True),
        ("10月/市容秩序整治情况说明.docx", "", 4, {NAME, MONTH}, True),
        ("市城市管理局/2026-10/市容秩序整治情况说明.docx", "", 4, {NAME, MONTH, UNIT}, True),
        ("10.1/第四季度/扫描件.pdf", "", 3, {CODE, MONTH}, True),
        ("10.1/Q4 2026年.pdf", "", 3, {CODE, MONTH}, True),
        ("10.1 2026年.pdf", "", 3, {CODE, MONTH}, True),
        ("卫健委/病媒生物防制.docx", "", 3, {PART}, False),
        ("11月/背街小巷整治实景3.jpg", "", 2, {PART, MONTH}, True),
        ("扫描件0001.pdf", "本季度病媒生物防制工作情况如下：共投药 30 处。", 3, {TEXT}, False),
        ("长效管理办法.pdf", "", 5, {NAME}, True),
    ],
)
def test_propose_a_place_by_path_and_text_gives_its_reasons(path, text, best, why, sure):
    found = ALL.propose(path, text)
    assert (found[0].key, {reason for reason, _words in found[0].reasons}, is_sure(found)) == (best, why, sure)


@pytest.mark.parametrize(
    "path",
    [
        "扫描件0001.pdf",
        "情况说明.docx",
        "110.1.docx",
        "10.12.docx",
        "10.1.3.docx",
        "2026年11月.docx",
        "IMG_20261103.jpg",
    ],
)
def test_propose_for_what_says_nothing_proposes_nothing(path):
    assert ALL.propose(path) == ()
    assert not is_sure(())


def test_propose_for_another_unit_or_month_takes_points_away():
    (first, *_rest) = ALL.propose("望河街道/市容秩序整治情况说明.docx")
    assert (first.key, first.points) == (1, 3)
    other = ALL.propose("市城市管理局/2025年9月/市容秩序整治情况说明.docx")
    assert [(one.key, one.points) for one in other] == [(1, 4), (4, 4)]
    assert not is_sure(ALL.propose("Ⅰ-1-1)-(1) 城管局 2025年9月.docx"))
    assert 2 not in [key for key, _why in reasons("背街小巷整治前后实景.docx")]
