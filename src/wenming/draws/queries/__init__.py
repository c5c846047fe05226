"""Reading draws: what everybody may know of one, and, apart from it, what it chose."""

from wenming.draws.queries.draws import draw_in, draws_in, keepers_before, keepers_in
from wenming.draws.queries.frames import FrameChangedError, kept_frame, kept_rule
from wenming.draws.queries.units import chosen_for, chosen_units, replacements_of, units_of_draw

__all__ = [
    "FrameChangedError", "chosen_for", "chosen_units", "draw_in", "draws_in", "keepers_before", "keepers_in", "kept_frame", "kept_rule", "replacements_of", "units_of_draw",
]  # fmt: skip
