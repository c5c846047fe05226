"""Two senders with the same keys at once (two tabs, a request that was given up and one that followed): everything is kept once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.inspections.fieldwork_cases import running_round
from tests.inspections.fieldwork_records import answer, photo, record, send
from tests.kernel.test_concurrency import WRITERS, together
from wenming.inspections.actions.fieldwork import complete_file
from wenming.inspections.models import Answer, AnswerReplacement, FieldFile, FieldFinding, VisitStep
from wenming.kernel.adapters import parts
from wenming.kernel.models import Event
from wenming.kernel.queries.events import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)


def test_send_the_same_records_by_several_senders_at_once_keeps_each_once(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    field_round, member, (road, market, _third) = running_round(3)
    first = answer(road)
    finding = record("finding", road, text="积水", places=1)
    batch = [
        first, answer(road, verdict="unmet", replaces=[first["key"]]), finding, photo(road, b"bytes", finding),
        record("finding_withdrawal", road, finding=finding["key"]), record("visit_end", market, state="finished"),
    ]  # fmt: skip
    told = together(lambda _number: send(member.account, *batch), WRITERS)
    assert sorted(sum(one == ("kept", "") for one in outcomes) for outcomes in told) == [0] * (WRITERS - 1) + [
        len(batch)
    ]
    assert {outcome for outcomes in told for outcome, _reason in outcomes} == {"kept", "known"}
    city = field_round.city
    counts = [
        model.objects.in_city(city).count() for model in (Answer, AnswerReplacement, FieldFinding, FieldFile, VisitStep)
    ]
    assert counts == [2, 1, 1, 1, 1]
    parts.append(city.slug, FieldFile.objects.in_city(city).get().key, 0, b"bytes")

    def complete(_number: int) -> None:
        file = FieldFile.objects.in_city(city).select_related("city").get()
        complete_file(field_file=file, by=member.account, at=timezone.now())

    together(complete, WRITERS)
    kinds = (
        Event.objects.in_city(city).filter(kind__startswith="field.").order_by("number").values_list("kind", flat=True)
    )
    assert list(kinds) == ["field.records_received", "field.file_kept"]
    assert verify_chain(city).whole


def test_append_the_same_piece_by_several_senders_at_once_appends_it_once(settings, tmp_path):
    import uuid

    settings.FILES_FOLDER = tmp_path
    key = uuid.uuid4()

    def append(_number: int) -> str:
        try:
            return str(parts.append("qinghe", key, 0, b"piece"))
        except parts.WrongOffsetError as wrong:
            return f"here {wrong.held}"

    assert sorted(together(append, WRITERS)) == ["5", *["here 5"] * (WRITERS - 1)]
