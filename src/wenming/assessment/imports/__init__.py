"""Bytes of files to what the engine reads."""

from wenming.assessment.imports.formulas import FormulaFile, read_formula_file

__all__ = ["FormulaFile", "read_formula_file"]
