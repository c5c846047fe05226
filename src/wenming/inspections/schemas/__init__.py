"""Rows of a round as tables show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.observations import FULL
from wenming.inspections.models import Observation
from wenming.kernel.schemas import DASH, milli_text
from wenming.standards.schemas import node_name


def rows_html(rows: Iterable[Observation], rows_url: str, *, nodes: bool = True) -> str:
    """Return the body of a table of rows; ``nodes`` gives the content that each was judged for a column of its own.

    ``rows_url`` is the address of the round's list of rows, to which the content leads.
    """
    texts = {
        "serial": pgettext("column", "序号"),
        "node": pgettext("column", "测评内容"),
        "deduction": pgettext("column", "扣分"),
        "score": pgettext("column", "得分"),
        "area": pgettext("column", "街道"),
        "units": pgettext("column", "责任单位"),
        "source": pgettext("column", "出处"),
    }
    context = {"rows": [_line(row, rows_url) for row in rows], "texts": texts, "nodes": nodes}
    return render_to_string("inspections/observation_rows.html", context, using="jinja2")


def _line(row: Observation, rows_url: str) -> dict[str, Any]:
    """Return one row, formatted."""
    return {
        "serial": row.serial,
        "node": node_name(row.node),
        "node_url": f"{rows_url}?node={row.node.code}",
        "item": row.item,
        "item_url": f"{rows_url}?{urlencode({'item': row.item})}",
        "site": row.site or DASH,
        "deduction": milli_text(FULL - row.milli),
        "score": milli_text(row.milli),
        "area": row.area or _("未填"),
        "units": row.units_written or _("未填"),
        "source": f"{row.sheet}!{row.row}",
        "failed": row.milli < FULL,
    }
