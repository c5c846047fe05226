"""The rows of a workbook of the organisation carry where they stood."""

from wenming.engine.rosters import Roster, RosterProblem, UnitRow


def test_roster_of_a_workbook_without_rows_is_empty():
    assert Roster() == Roster((), (), (), (), (), 0)


def test_rows_that_say_the_same_are_equal_only_on_the_same_line():
    assert UnitRow(2, "甲局", "department") != UnitRow(3, "甲局", "department")
    problem = RosterProblem("单位", 2, "类别", "局", "没有这个说法", "写其中一个")
    assert (problem.sheet, problem.row, problem.column) == ("单位", 2, "类别")
