"""Estimates from samples as they were drawn: what is known, and how sure it is (quant.md 2).

``designs`` says how the rows were drawn, ``taylor`` gives means, totals, ratios and quantiles with their errors, ``domains`` a whole table of
them in one pass, ``calibration`` brings weights to known totals, ``replicates`` gives errors by re-weighting, ``proportions`` intervals of
shares and whether they may be shown, ``independence`` tests of two classifications, ``planning`` how many sites it takes. Rows outside
a domain are never deleted: they belong to the design.
"""

from wenming.engine.estimates.calibration import (
    Calibrated,
    CalibrationError,
    CalibrationFault,
    Margin,
    calibrate,
    margin_of,
    poststratify,
    rake,
)
from wenming.engine.estimates.designs import DesignError, DesignFault, Lone, SurveyDesign
from wenming.engine.estimates.domains import DomainTable, by_domain
from wenming.engine.estimates.independence import Association, rao_scott
from wenming.engine.estimates.planning import Need, PlanError, sites_for_width
from wenming.engine.estimates.proportions import Showing, Shown, share_interval, shown
from wenming.engine.estimates.replicates import ReplicateError, Replicates, bootstrap, brr, jk1, jkn, replicated
from wenming.engine.estimates.taylor import Estimate, design_effect, mean, quantile, ratio, total

__all__ = [
    "Association", "Calibrated", "CalibrationError", "CalibrationFault", "DesignError", "DesignFault", "DomainTable", "Estimate", "Lone", "Margin",
    "Need", "PlanError", "ReplicateError", "Replicates", "Showing", "Shown", "SurveyDesign", "bootstrap", "brr", "by_domain", "calibrate", "design_effect",
    "jk1", "jkn", "margin_of", "mean", "poststratify", "quantile", "rake", "rao_scott", "ratio", "replicated", "share_interval", "shown",
    "sites_for_width", "total",
]  # fmt: skip
