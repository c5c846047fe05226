"""Every fault of a formula has its words, with place and mend."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wenming.assessment.schemas.formula_words import formula_words, input_words
from wenming.engine.formulas import FormulaError, FormulaFault, FormulaProblem, InputError, InputFault, read_formula


@pytest.mark.parametrize("fault", FormulaFault)
def test_say_what_is_wrong_with_a_formula_names_the_place(fault):
    assert "root.parts" in formula_words(FormulaProblem(fault, "root.parts", "90"))


@pytest.mark.parametrize("fault", InputFault)
def test_say_what_is_wrong_with_an_input_names_whose_and_which(fault):
    said = input_words(InputError(fault, "甲街道", "field", Fraction("100.5"), Fraction(100)))
    assert "甲街道" in said
    assert "field" in said


def test_say_that_weights_do_not_add_up_tells_the_sum_and_the_mend():
    parts = [{"key": key, "name": key, "weight": weight} for key, weight in (("a", 60), ("b", 30))]
    raw = {"key": "f", "name": "甲", "source": "试", "root": {"key": "w", "name": "总", "parts": parts}}
    with pytest.raises(FormulaError) as error:
        read_formula(raw)
    assert [formula_words(one) for one in error.value.problems] == [
        "“root.parts”下级的权重加起来是 90，应是 100（或 1）；请改权重"
    ]
