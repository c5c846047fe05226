"""A row of a register says what its cells mean and where it stands."""

from __future__ import annotations

from wenming.engine.registers import FIELDS, RegisterLine, RegisterProblem


def test_read_a_line_gives_its_texts_and_its_place():
    line = RegisterLine("道路", 7, {"name": "解放路"})
    assert (line.text("name"), line.text("code"), line.place) == ("解放路", "", "道路!7")


def test_read_a_problem_names_a_column_that_a_table_may_have():
    problem = RegisterProblem(RegisterLine("道路", 7, {}), "area", "unknown")
    assert problem.column in FIELDS
    assert (problem.value, problem.group, problem.facts, problem.suggestions) == ("", "", {}, ())
