"""Small areas: what few looks say of a street, helped by what all streets say; always beside the raw figure, and explained (quant.md 6.b).

``areas``: Fay and Herriot's model of rates with known variances; ``units``: Battese, Harter and Fuller's of single looks; ``shares``: counts
drawn towards the common share; ``casemix``: what the kinds of places explain.
"""

from wenming.engine.smallareas.areas import AreaEstimates, arcsine_areas, benchmarked, fay_herriot, smoothed_variances
from wenming.engine.smallareas.casemix import CaseMix, case_mix
from wenming.engine.smallareas.shares import ShrunkShare, shrunk_shares
from wenming.engine.smallareas.units import UnitModel, nested_errors

__all__ = [
    "AreaEstimates", "CaseMix", "ShrunkShare", "UnitModel", "arcsine_areas", "benchmarked", "case_mix", "fay_herriot", "nested_errors",
    "shrunk_shares", "smoothed_variances",
]  # fmt: skip
