"""Counters in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wenming.engine.rates import Terms
from wenming.issues.queries.counted import Counted
from wenming.kernel.schemas import days_text

COUNTERS = {
    "report": pgettext_lazy("counter", "上报数"),
    "valid_report": pgettext_lazy("counter", "有效上报数"),
    "accept": pgettext_lazy("counter", "受理数"),
    "accept_in_time": pgettext_lazy("counter", "按时受理数"),
    "file": pgettext_lazy("counter", "立案数"),
    "file_in_time": pgettext_lazy("counter", "按时立案数"),
    "dispatch_need": pgettext_lazy("counter", "应派遣数"),
    "dispatch": pgettext_lazy("counter", "派遣数"),
    "dispatch_in_time": pgettext_lazy("counter", "按时派遣数"),
    "accurate_dispatch": pgettext_lazy("counter", "准确派遣数"),
    "wrong_dispatch": pgettext_lazy("counter", "二次派遣数"),
    "dispose_need": pgettext_lazy("counter", "应处置数"),
    "dispose": pgettext_lazy("counter", "处置数"),
    "dispose_in_time": pgettext_lazy("counter", "按时处置数"),
    "overtime": pgettext_lazy("counter", "超时处置数"),
    "answer": pgettext_lazy("counter", "处置反馈次数"),
    "vague_answer": pgettext_lazy("counter", "敷衍答复次数"),
    "verify": pgettext_lazy("counter", "核查次数"),
    "verify_in_time": pgettext_lazy("counter", "按时核查次数"),
    "first_check": pgettext_lazy("counter", "首次核查数"),
    "first_pass": pgettext_lazy("counter", "一次通过数"),
    "rework": pgettext_lazy("counter", "返工次数"),
    "reopen": pgettext_lazy("counter", "重办次数"),
    "close": pgettext_lazy("counter", "当期结案数"),
    "to_close": pgettext_lazy("counter", "应结案数"),
    "closed": pgettext_lazy("counter", "结案数"),
    "closed_in_time": pgettext_lazy("counter", "按期结案数"),
    "deferred": pgettext_lazy("counter", "缓办数"),
    "urgent_to_close": pgettext_lazy("counter", "紧急应结案数"),
    "urgent_closed": pgettext_lazy("counter", "紧急结案数"),
    "urgent_closed_in_time": pgettext_lazy("counter", "紧急按期结案数"),
    "return": pgettext_lazy("counter", "回退次数"),
    "dispute": pgettext_lazy("counter", "权属争议次数"),
    "extension": pgettext_lazy("counter", "延期次数"),
    "extension_minutes": pgettext_lazy("counter", "延期时长（工作分钟）"),
    "suspension": pgettext_lazy("counter", "挂账次数"),
    "suspension_minutes": pgettext_lazy("counter", "挂账时长（分钟）"),
    "reminder": pgettext_lazy("counter", "催办次数"),
    "self_handled": pgettext_lazy("counter", "自处理数"),
    "void": pgettext_lazy("counter", "作废次数"),
    "join": pgettext_lazy("counter", "并案次数"),
    "recurrable": pgettext_lazy("counter", "有点位和小类的结案"),
    "recurred_30": pgettext_lazy("counter", "结案后 30 天内复发"),
    "recurred_90": pgettext_lazy("counter", "结案后 90 天内复发"),
    "repeated": pgettext_lazy("counter", "重复上报（90 天内）"),
}
"""Counter -> its name."""


def terms_text(terms: Terms) -> str:
    """Return a sum of counters in words."""
    parts = [
        f"{'' if place == 0 and sign > 0 else '+' if sign > 0 else '−'}{COUNTERS.get(word, word)}"
        for place, (sign, word) in enumerate(terms)
    ]
    return " ".join(parts)


def counted_text(counted: Counted) -> str:
    """Return what an address asks for in words; of whom stands on the page that it comes from."""
    first, last = counted.period.first, counted.period.last
    days = days_text(first, last) if first and last else ""
    whose = {
        "": "",
        "unit": _("一个单位"),
        "area": _("一个属地"),
        "district": _("一个区县"),
        "minor": _("一个小类"),
        "major": _("一个大类"),
    }[counted.side]
    return " · ".join(part for part in (terms_text(counted.terms), days, whose) if part)
