"""What is read back of typed rows."""

from __future__ import annotations

from wenming.engine import paperlines
from wenming.engine.paperlines import Fault, Row
from wenming.inspections.schemas.paper import fault_view, stretches


def test_fault_view_names_row_and_mend_for_every_fault():
    for kind in paperlines.FAULTS:
        found = fault_view(Fault(kind, 2, "3 x", 3), 8, ["好", "差"])
        assert "%" not in found["why"] + found["mend"]
        assert found["mend"]
    assert fault_view(Fault(paperlines.UNKNOWN_ROW, 2, "9 x", 9), 8, [])["why"] == "表上没有第 9 行"


def test_stretches_join_neighbours():
    assert stretches([Row(number, "") for number in (1, 2, 3, 5, 7, 8)]) == "1–3、5、7–8"
    assert stretches([]) == ""
