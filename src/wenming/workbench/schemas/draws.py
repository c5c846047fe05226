"""What a draw that is about to be sealed would take of each class."""

from __future__ import annotations

from typing import Any

from wenming.engine.sampling import Allocation, Frame, Rule, standard_error
from wenming.engine.sampling.precision import reach
from wenming.inspections.models import Round
from wenming.kernel.schemas import number_text
from wenming.workbench.schemas.plans import POINTS, Expected, source_words


def preview_of(frame: Frame, rule: Rule, expected: Expected, round_: Round | None) -> dict[str, Any]:
    """Return each class with its units, what it gives, and why; and how precise the mean becomes where every class gives something."""
    sizes = rule.sizes_in(frame)
    spreads = {name: str(rule.spreads.get(name, f"{float(one):.4f}")) for name, one in expected.spreads.items()}
    error = None
    if all(sizes.values()):
        error = standard_error(expected.counts, expected.spreads, sizes)
    return {
        "shares": rule.allocation is Allocation.NEYMAN,
        "round": round_,
        "units": number_text(len(frame.rows)),
        "chosen": number_text(sum(sizes.values())),
        "half_width": f"{reach() * error * POINTS:.1f}" if error is not None else "",
        "classes": [
            {
                "name": name,
                "units": number_text(count),
                "chosen": number_text(sizes[name]),
                "spread": spreads[name],
                "source": source_words(expected.sites[name]),
                "least": rule.least.get(name, ""),
                "most": rule.most.get(name, ""),
            }
            for name, count in expected.counts.items()
        ],
    }
