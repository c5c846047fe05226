"""What is wrong with a table or its design, in words: what, where, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wenming.engine.estimates.answers import CellError, CellFault
from wenming.engine.estimates.calibration import CalibrationError, CalibrationFault
from wenming.engine.estimates.designs import DesignError, DesignFault
from wenming.engine.estimates.proportions import Showing, Shown
from wenming.engine.estimates.requests import RequestError, RequestFault


def request_words(fault: RequestError) -> str:
    """Return what is wrong with the file of the design."""
    words = {
        RequestFault.FORM: _("“%(place)s”写法不对；格式见 docs/howto/estimate.md"),
        RequestFault.KEY: _("“%(place)s”里不认识“%(detail)s”；请改掉或删去"),
        RequestFault.WORD: _("“%(place)s”只能写：%(detail)s"),
        RequestFault.NUMBER: _("“%(place)s”的数要在 %(detail)s 之间"),
        RequestFault.NOTHING: _("“%(place)s”是空的；请写明要什么"),
        RequestFault.TOGETHER: _("“%(place)s”不能和“%(detail)s”一起用；请去掉一个"),
    }
    return words[fault.fault] % {"place": fault.place, "detail": fault.detail}


def cell_words(fault: CellError) -> str:
    """Return what is wrong with a cell."""
    words = {
        CellFault.COLUMN: _("没有“%(column)s”这一列；请核对表头和设计里的列名"),
        CellFault.NUMBER: _("“%(column)s”列的“%(text)s”不是数"),
        CellFault.EMPTY: _(
            "“%(column)s”列是空的；请补上（要估计的列也可在设计里写 missing: leave，缺值行不计入并列出）"
        ),
        CellFault.VALUE: _("“%(column)s”列里没有一行是“%(text)s”；请核对设计里的 is"),
    }
    return words[fault.fault] % {"column": fault.column, "text": fault.text}


def design_words(fault: DesignError, column: str) -> str:
    """Return what is wrong with the design."""
    words = {
        DesignFault.LENGTH: _("“%(column)s”列的长短和表不一样"),
        DesignFault.WEIGHT: _("“%(column)s”列的权数不能是负数"),
        DesignFault.FRAME: _("“%(column)s”列是抽样框的个数，要大于 0（写个数，不写抽样比）"),
        DesignFault.FRAME_DIFFERS: _("“%(column)s”列在同一层里写了不同的抽样框个数；请统一"),
        DesignFault.FRAME_SMALL: _("“%(column)s”列的抽样框比抽到的还少；请写抽样框里的总数"),
        DesignFault.VALUE: _("“%(column)s”列的值不是数"),
    }
    return words[fault.fault] % {"column": column}


def calibration_words(fault: CalibrationError) -> str:
    """Return why weights cannot be brought to the totals."""
    words = {
        CalibrationFault.CONTRADICTION: _("“%(margin)s”与“%(label)s”的总量之和不一样，互相矛盾；请核对"),
        CalibrationFault.UNKNOWN: _("“%(margin)s”里没有写“%(label)s”的总量；请补上"),
        CalibrationFault.EMPTY: _("“%(margin)s”的“%(label)s”在数据里一行也没有；请与相近的类合并"),
        CalibrationFault.BOUNDS: _("校准的界限要一个小于 1、一个大于 1（logit 必须写 bounds）"),
        CalibrationFault.NOT_CONVERGED: _(
            "校准做了 %(steps)s 次仍达不到总量（“%(margin)s”还差 %(error)s）；请放宽界限或合并小类"
        ),
    }
    facts = {"margin": fault.margin, "label": fault.label, "steps": fault.steps, "error": f"{fault.error:.2%}"}
    return words[fault.fault] % facts


def showing_words(shown: Shown) -> str:
    """Return whether a share may be shown, and why not."""
    reasons = {
        "few": _("行数不足 30"),
        "effective": _("有效样本不足 30"),
        "broad": _("区间太宽"),
        "relative": _("区间相对太宽"),
        "complement": _("余下部分的区间相对太宽"),
        "degrees": _("自由度不足 8"),
        "extreme": _("全部相同"),
    }
    said = "、".join(reasons[one] for one in shown.reasons)
    if shown.showing is Showing.SUPPRESS:
        return _("不宜公布：%(reasons)s") % {"reasons": said}
    return _("公布前请统计人员过目：%(reasons)s") % {"reasons": said}
