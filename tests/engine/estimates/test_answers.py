"""Requests and tables: what the file may say, what the cells must say, and where it stands when they do not."""

from __future__ import annotations

import math

import pytest

from wenming.engine.estimates import Lone, Showing
from wenming.engine.estimates.answers import CellError, CellFault, answered
from wenming.engine.estimates.requests import ErrorMethod, RequestError, RequestFault, read_request

TABLE = {
    "区": ["甲", "甲", "甲", "甲", "乙", "乙", "乙", "乙"],
    "点位": ["1", "1", "2", "2", "1", "1", "2", "2"],
    "权": ["2", "2", "2", "2", "3", "3", "3", "3"],
    "分": ["90", "80", "85", "95", "70", "75", " 60 ", "65"],
    "率": ["90%", "80%", "0.85", "95％", "0.7", "0.75", "60%", "65%"],
    "合格": ["是", "是", "是", "否", "否", "是", "否", "否"],
    "类": ["a", "b", "a", "b", "b", "a", "b", "a"],
    "缺": ["1", "", "3", "NA", "5", "6", "7", "8"],
}
DESIGN = {"strata": "区", "clusters": "点位", "weights": "权"}


def told(*estimates, **more):
    return answered(read_request({**DESIGN, "estimates": list(estimates), **more}), TABLE)


def values(answer):
    return [round(line.estimate.value, 9) for line in answer.lines]


def test_answer_every_kind_of_estimate():
    answer = told(
        {"mean": "分"},
        {"mean": "率", "by": "区"},
        {"total": "分"},
        {"share": "合格", "is": "是"},
        {"ratio": ["分", "率"]},
        {"quantile": "分"},
        {"quantile": "分", "part": 1},
    )
    assert values(answer) == [75.5, 0.675, 0.875, 1510, 0.45, 100, 75, 95]
    assert [line.group for line in answer.lines[1:3]] == ["乙", "甲"]
    share = answer.lines[4]
    assert (share.shown.showing, answer.steps) == (Showing.SUPPRESS, None)
    assert [line.asked.name for line in answer.lines[3:]] == [
        "total 分", "share 合格 = 是", "ratio 分 / 率", "quantile 分 0.5", "quantile 分 1",
    ]  # fmt: skip


def test_answer_a_test_of_two_classes():
    (line,) = told({"independent": ["合格", "类"]}).lines
    assert line.asked.name == "independent 合格 × 类"
    assert 0 < line.p < 1
    assert math.isnan(line.estimate.error)


@pytest.mark.parametrize("kind", ["jk1", "jkn", "brr", "bootstrap"])
def test_answer_by_replicates_keeps_the_value(kind):
    assert values(
        told({"mean": "分"}, {"ratio": ["分", "率"]}, {"share": "合格", "is": "是"}, replicates={"kind": kind})
    ) == [
        75.5,
        100,
        0.45,
    ]


def test_answer_with_known_totals_meets_them():
    raked = told({"total": "分"}, rake={"类": {"a": 10, "b": 30}})
    assert (round(raked.survey.weights.sum(), 6), raked.steps) == (40, 1)
    calibrated = told({"total": "率"}, calibrate={"totals": {"(rows)": 40, "率": 30}})
    assert values(calibrated) == [30]
    bounded = told(
        {"total": "率"}, calibrate={"totals": {"(rows)": 22, "率": 17}, "method": "logit", "bounds": [0.5, 2]}
    )
    assert values(bounded) == [17]


def test_answer_with_empty_cells_names_the_row_or_counts_them():
    for asked in ({"mean": "缺"}, {"ratio": ["分", "缺"]}):
        with pytest.raises(CellError) as error:
            told(asked)
        assert (error.value.fault, error.value.column, error.value.row) == (CellFault.EMPTY, "缺", 1)
    answer = told({"mean": "缺"}, {"mean": "缺", "by": "区"}, missing="leave")
    assert [(line.group, line.left_out, line.estimate.n) for line in answer.lines] == [
        ("", 2, 6), ("乙", 0, 4), ("甲", 2, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "more", "fault", "column", "row"),
    [
        ({"mean": "无"}, {}, CellFault.COLUMN, "无", None),
        ({"mean": "区"}, {}, CellFault.NUMBER, "区", 0),
        ({"mean": "大"}, {}, CellFault.NUMBER, "大", 0),
        ({"share": "合格", "is": "优"}, {}, CellFault.VALUE, "合格", None),
        ({"mean": "分", "by": "缺"}, {}, CellFault.EMPTY, "缺", 1),
        ({"mean": "分"}, {"weights": "缺"}, CellFault.EMPTY, "缺", 1),
        ({"mean": "分"}, {"strata": "缺"}, CellFault.EMPTY, "缺", 1),
    ],
)
def test_answer_from_cells_that_do_not_serve_names_the_place(asked, more, fault, column, row):
    request = read_request({**DESIGN, "estimates": [asked], **more})
    with pytest.raises(CellError) as error:
        answered(request, TABLE | {"大": ["inf"] * 8})
    assert (error.value.fault, error.value.column, error.value.row) == (fault, column, row)


def test_read_a_whole_request_keeps_what_it_says():
    found = read_request(
        {
            "weights": "w",
            "lone": "collapse",
            "neighbours": {"a": "b"},
            "replicates": {"kind": "brr", "fay": 0.5, "number": 9, "seed": 7},
            "level": 0.9,
            "missing": "leave",
            "estimates": [{"mean": "y"}],
        }
    )
    assert (found.lone, found.neighbours, found.method) == (Lone.COLLAPSE, {"a": "b"}, ErrorMethod.BRR)
    assert (found.fay, found.number, found.seed, found.level, found.leaves_missing) == (0.5, 9, 7, 0.9, True)


MEAN = [{"mean": "y"}]


@pytest.mark.parametrize(
    ("raw", "fault", "place"),
    [
        ([], RequestFault.FORM, "design"),
        ({"stratum": "a"}, RequestFault.KEY, "design"),
        ({}, RequestFault.NOTHING, "estimates"),
        ({"estimates": []}, RequestFault.NOTHING, "estimates"),
        ({"estimates": ["y"]}, RequestFault.FORM, "estimates[0]"),
        ({"estimates": [{"by": "y"}]}, RequestFault.WORD, "estimates[0]"),
        ({"estimates": [{"mean": "y", "total": "y"}]}, RequestFault.WORD, "estimates[0]"),
        ({"estimates": [{"mean": 3}]}, RequestFault.FORM, "estimates[0].mean"),
        ({"estimates": [{"ratio": ["y"]}]}, RequestFault.FORM, "estimates[0].ratio"),
        ({"estimates": [{"share": "y"}]}, RequestFault.FORM, "estimates[0].is"),
        ({"estimates": [{"quantile": "y", "part": 2}]}, RequestFault.NUMBER, "estimates[0].part"),
        ({"estimates": [{"independent": ["y", "x"], "by": "z"}]}, RequestFault.TOGETHER, "estimates[0].by"),
        ({"estimates": MEAN, "weights": ""}, RequestFault.FORM, "weights"),
        ({"estimates": MEAN, "lone": "skip"}, RequestFault.WORD, "lone"),
        ({"estimates": MEAN, "level": True}, RequestFault.FORM, "level"),
        ({"estimates": MEAN, "replicates": {"kind": "jk9"}}, RequestFault.WORD, "replicates.kind"),
        ({"estimates": MEAN, "rake": {}}, RequestFault.NOTHING, "rake"),
        ({"estimates": MEAN, "rake": {"x": {"a": "5"}}}, RequestFault.FORM, "rake.x.a"),
        ({"estimates": MEAN, "calibrate": {"totals": 3}}, RequestFault.FORM, "calibrate.totals"),
        ({"estimates": MEAN, "calibrate": {"totals": {"x": 3}, "bounds": 2}}, RequestFault.FORM, "calibrate.bounds"),
        ({"estimates": MEAN, "calibrate": {"totals": {"x": 3}, "bounds": [2]}}, RequestFault.FORM, "calibrate.bounds"),
        ({"estimates": MEAN, "calibrate": {"totals": {"x": 3}}, "rake": {"x": {"a": 1}}}, RequestFault.TOGETHER, "calibrate"),
        ({"estimates": MEAN, "calibrate": {"totals": {"x": 3}}, "replicates": {"kind": "jk1"}}, RequestFault.TOGETHER, "calibrate"),
    ],
)  # fmt: skip
def test_read_a_request_that_cannot_be_names_the_place(raw, fault, place):
    with pytest.raises(RequestError) as error:
        read_request(raw)
    assert (error.value.fault, error.value.place) == (fault, place)
