"""``round gaps``: the real round recomputed by hand, the page's figures, and what a target can be."""

import json
from collections import defaultdict
from fractions import Fraction

import openpyxl
import pytest

from tests.config.test_cli import SUZHOU, book, run  # noqa: F401  book is a fixture
from tests.data import data_file, use_messages

use_messages()
REAL = "suzhou-2016-round2.xlsx"


@pytest.fixture(scope="module")
def by_hand():
    """Return the round recomputed from its cells: points lost by item as written, then by site, street and unit of all items.

    The scheme is domain.md 2.4: each content is worth 1 point and is the mean of its rows, a row that names two units counts
    for both. Every content of the edition was visited, so nothing is shared out.
    """
    page = openpyxl.load_workbook(data_file(REAL), data_only=True).active
    rows = [row for row in page.iter_rows(min_row=2, values_only=True) if row[1]]
    seen = defaultdict(list)
    for row in rows:
        seen[row[1]].append(Fraction(str(row[3] or 0)))
    lost = {name: sum(deductions) / len(deductions) for name, deductions in seen.items()}
    split = {"sites": defaultdict(Fraction), "areas": defaultdict(Fraction), "units": defaultdict(Fraction)}
    for row in rows:
        points = Fraction(str(row[3] or 0)) / len(seen[row[1]])
        split["sites"][row[1], row[2]] += points
        split["areas"][row[5] or "未填"] += points
        for unit in {name for name in row[6:8] if name} or {"未填"}:
            split["units"][unit] += points
    return lost, split


@pytest.fixture(scope="module")
def answer():
    import contextlib
    import io

    from wenming.config.cli import main

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main(["round", "gaps", str(data_file(REAL)), *SUZHOU, "--json"]) == 0
    return json.loads(printed.getvalue())


def test_gaps_of_the_real_round_are_those_computed_by_hand(answer, by_hand):
    lost, _split = by_hand
    losing = {name: float(points) for name, points in lost.items() if points}
    # the field wrote a content that stands alone without its number
    named = {
        gap["name"].removesuffix("1") if gap["name"] not in losing else gap["name"]: gap["lost"]
        for gap in answer["gaps"]
    }
    assert named == losing
    assert {(gap["cause"], gap["attainable"], gap["rule"]) for gap in answer["gaps"]} == {("sites", 1.0, None)}
    assert (answer["attainable"], answer["lost"], answer["now"]) == (39.0, float(sum(lost.values())), 132023 / 3600)
    assert answer["recoverable"] == answer["lost"]


def test_gaps_of_the_real_round_stand_by_what_could_come_back(answer, by_hand):
    lost, _split = by_hand
    assert [gap["recoverable"] for gap in answer["gaps"]] == sorted(
        (float(one) for one in lost.values() if one), reverse=True
    )


def test_gaps_of_the_real_round_lie_where_the_cells_say(answer, by_hand):
    lost, split = by_hand
    assert {one["name"]: one["lost"] for one in answer["areas"]} == {
        name: float(one) for name, one in split["areas"].items()
    }
    assert {one["name"]: one["lost"] for one in answer["units"]} == {
        name: float(one) for name, one in split["units"].items()
    }
    sites = {
        (gap["name"], site["name"]): site["lost"]
        for gap in answer["gaps"]
        for site in gap["sites"]
        if gap["name"] in lost
    }
    assert sites == {
        key: float(one) for key, one in split["sites"].items() if one and key[0] != "“讲文明树新风”公益广告"
    }


def test_gaps_of_the_real_round_in_words(capsys):
    status, out, err = run(capsys, "round", "gaps", data_file(REAL), *SUZHOU, "--target", "95")
    lines = out.splitlines()
    assert (status, err, lines[2]) == (0, "", "满分 39.000，失 2.327，可追回 1.661")
    assert lines[5] == "  公共服务14                       0.667  1.000  33.33%   0.617"
    assert out.count("  市容市政局") == 1


@pytest.mark.parametrize("target", ["0", "101", "x", "1/0"])
def test_gaps_up_to_what_is_no_target_end_with_two(capsys, target):
    status, _out, err = run(capsys, "round", "gaps", "x.xlsx", *SUZHOU, "--target", target)
    assert (status, err.count("\n"), f"“{target}”不是目标得分率" in err) == (2, 1, True)


def test_gaps_of_a_round_without_losses_say_so(capsys, book):  # noqa: F811
    path = book(["项目", "扣分"], ["文明旅游", ""])
    assert run(capsys, "round", "gaps", path, *SUZHOU)[1].endswith("\n没有失分\n")


def test_gaps_of_an_incomplete_standard_announce_no_total(capsys, book):  # noqa: F811
    path = book(["项目", "扣分", "区域"], ["实地考察", 0.5, "甲"])
    status, out, _err = run(capsys, "round", "gaps", path, "--standard", "national-civilized-city-2018-2020", "--json")
    found = json.loads(out)
    assert (status, found["attainable"], found["now"], found["lost"], found["recoverable"]) == (
        0,
        None,
        None,
        None,
        None,
    )
    assert (found["areas"], found["units"]) == ([], [])
    assert [(gap["cause"], gap["lost"]) for gap in found["gaps"]] == [("sites", 20.0)]
    words = run(capsys, "round", "gaps", path, "--standard", "national-civilized-city-2018-2020")[1]
    assert "可追回 " not in words.splitlines()[2]


def test_gaps_of_a_round_with_problems_end_with_one(capsys, book):  # noqa: F811
    status, out, _err = run(
        capsys, "round", "gaps", book(["项目", "扣分"], ["?", 1], ["文明旅游", 1]), *SUZHOU, "--json"
    )
    assert (status, json.loads(out)["rows"]) == (1, {"read": 2, "used": 1, "problems": 1})
