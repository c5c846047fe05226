"""Every write of draws. Events carry digests only: who reads them learns nothing of what was chosen."""

from wenming.draws.actions.ending import reveal_secret, void_draw
from wenming.draws.actions.keeping import hand_over
from wenming.draws.actions.sealing import MOST_UNITS, add_public_words, draw_lots, seal_draw
from wenming.draws.actions.steps import DrawRefusedError
from wenming.draws.actions.units import assign_units, replace_unit

__all__ = [
    "MOST_UNITS", "DrawRefusedError", "add_public_words", "assign_units", "draw_lots", "hand_over", "replace_unit", "reveal_secret", "seal_draw", "void_draw",
]  # fmt: skip
