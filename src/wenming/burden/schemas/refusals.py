"""Why something was not asked, in words, for the form that asked it."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.burden.actions import Over, OverBudgetError, RepeatedAskError
from wenming.burden.enums import Measure


def refused_words(fault: OverBudgetError | RepeatedAskError) -> list[str]:
    """Say what would have been too much, unit by unit, or which earlier request asks the same already, and how to mend it."""
    if isinstance(fault, OverBudgetError):
        return [over_words(one) for one in fault.overs]
    earlier = fault.earlier
    facts = {
        "unit": earlier.unit.name,
        "day": formats.date_format(earlier.at.astimezone(earlier.city.zone), "DATE_FORMAT"),
        "fact": earlier.fact,
    }
    text = _("%(unit)s：%(day)s 已经要过“%(fact)s”（要求 %(number)s），一件事只填一次；请用已有的答复")
    return [text % {**facts, "number": earlier.pk}]


def over_words(one: Over) -> str:
    """Say by how much the week of a unit would be too full."""
    texts = {
        str(Measure.PHOTOS): _(
            "%(unit)s：本周已要 %(used)s 张照片，这次再要 %(wanted)s 张，每周上限 %(most)s 张；请减少，或下周再发"
        ),
        str(Measure.FORMS): _(
            "%(unit)s：本周已要 %(used)s 份表格和记录，这次再要 %(wanted)s 份，每周上限 %(most)s 份；请减少，或下周再发"
        ),
        str(Measure.MINUTES): _(
            "%(unit)s：本周已占用约 %(used)s 分钟，这次再要约 %(wanted)s 分钟，每周上限 %(most)s 分钟；请减少，或下周再发"
        ),
    }
    facts = {"unit": one.unit.name, "used": one.used, "wanted": one.wanted, "most": one.most}
    return texts[str(one.measure)] % facts


def measure_name(measure: str) -> str:
    """Return the short name of a measure, as a column has it."""
    return {
        str(Measure.PHOTOS): pgettext("burden column", "照片"),
        str(Measure.FORMS): pgettext("burden column", "表格和记录"),
        str(Measure.MINUTES): pgettext("burden column", "用时"),
    }[str(measure)]
