"""Draws that anybody can repeat: frame, rule and secret are committed to before, and a hash gives each unit its ticket.

The ticket of a unit is the SHA-256 of ``seed|round|stratum|key``; the smallest tickets of a stratum are chosen, the others stand behind them as
reserves, in order. Whole digests are compared, as numbers; a frame that grows, or a second round, keeps its tickets (consistent sampling).
Balanced draws spread the chosen units over the map (``pivotal``).
"""

from wenming.engine.sampling.allocation import AllocationError, AllocationFault, neyman, standard_error
from wenming.engine.sampling.bundles import (
    Bundle,
    BundleError,
    BundleFault,
    Difference,
    Differs,
    Replaced,
    differences,
    written,
)
from wenming.engine.sampling.drawing import Lot, certain_of, draw, pareto_order, result_content
from wenming.engine.sampling.frames import Fault, Frame, FrameError, FrameFault, FrameRow, frame_of, read_frame
from wenming.engine.sampling.places import Place, millionths
from wenming.engine.sampling.rules import Allocation, Design, Rule, RuleError, RuleFault, read_rule, rule_of
from wenming.engine.sampling.tickets import (
    SAMPLING_VERSION,
    WordsError,
    clean_words,
    commitment_of,
    digest_of,
    seed_of,
    share_of,
    ticket_of,
)

__all__ = [
    "SAMPLING_VERSION", "Allocation", "AllocationError", "AllocationFault", "Bundle", "BundleError", "BundleFault", "Design", "Difference",
    "Differs", "Fault", "Frame", "FrameError", "FrameFault", "FrameRow", "Lot", "Place", "Replaced", "Rule", "RuleError", "RuleFault", "WordsError",
    "certain_of", "clean_words", "commitment_of", "differences", "digest_of", "draw", "frame_of", "millionths", "neyman", "pareto_order", "read_frame",
    "read_rule", "result_content", "rule_of", "seed_of", "share_of", "standard_error", "ticket_of", "written",
]  # fmt: skip
