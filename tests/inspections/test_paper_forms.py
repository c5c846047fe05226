"""Forms and ledgers on paper: one for each visit, coded, with rows that can be typed in again; nothing tells a second coding."""

from __future__ import annotations

import pytest

from tests.inspections.fieldwork_cases import GRADES, MARKET, ROAD, TODAY, make_member, make_places, make_visits, running_round
from tests.people import FIRM, INSPECTOR, make_account
from wenming.inspections.exports.paper import blank_pdf, forms_pdf, groups_of, ledger_pdf
from wenming.inspections.queries.fieldwork.paper import ledger_visits, printed_visits, sheets_for

pytestmark = pytest.mark.django_db


def test_print_forms():
    field_round, member, visits = running_round(2)
    sheets = sheets_for(field_round, printed_visits(field_round))
    content = forms_pdf(field_round, printed_visits(field_round), sheets, lambda v, s: f"https://x.cn/rounds/field/1/paper/{v.number}/?form={s.version}")
    open("var/forms.pdf", "wb").write(content)
    open("var/blank.pdf", "wb").write(blank_pdf(sheets.values(), "清河市"))
    open("var/ledger.pdf", "wb").write(ledger_pdf(field_round, ledger_visits(field_round)))
