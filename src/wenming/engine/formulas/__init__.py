"""Local scoring formulas as data: weights, groups, deductions, bonus, rules for what is missing, ties, grades; exact, and explained by a worked example.

``models`` is the formula, ``reading`` checks and writes it, ``scoring`` applies it to a league of entrants, ``working`` shows the sums. Editions
of the national systems are :mod:`wenming.engine.standards`; rates and sheets from counters of cases :mod:`wenming.engine.rates`.
"""

from wenming.engine.formulas.models import (
    Absent,
    Adjustment,
    Combine,
    Example,
    Formula,
    Grade,
    LeagueGroup,
    Part,
    Start,
    TieRule,
)
from wenming.engine.formulas.reading import (
    FormulaError,
    FormulaFault,
    FormulaProblem,
    digest_of_formula,
    read_formula,
    write_formula,
)
from wenming.engine.formulas.scoring import (
    FormulaEntrant,
    FormulaTable,
    InputError,
    InputFault,
    PartSource,
    PartValue,
    Score,
    score_all,
)
from wenming.engine.formulas.working import worked

__all__ = [
    "Absent",
    "Adjustment",
    "Combine",
    "Example",
    "Formula",
    "FormulaEntrant",
    "FormulaError",
    "FormulaFault",
    "FormulaProblem",
    "FormulaTable",
    "Grade",
    "InputError",
    "InputFault",
    "LeagueGroup",
    "Part",
    "PartSource",
    "PartValue",
    "Score",
    "Start",
    "TieRule",
    "digest_of_formula",
    "read_formula",
    "score_all",
    "worked",
    "write_formula",
]  # fmt: skip
