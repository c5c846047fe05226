"""The auditor reads what was done, and checks that nothing of it was changed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_q.models import OrmQ

from tests.architecture.sources import ROOT
from tests.people import AT, AUDITOR, ELSEWHERE, HOME, OFFICER, make_account, make_city
from tests.queries import assert_queries
from wenming.kernel.actions import record_event
from wenming.kernel.models import Event, EventHead
from wenming.kernel.queries.events import last_check, verify_chain
from wenming.organisations.actions import chain, found_unit
from wenming.organisations.schemas.event_words import VERBS
from wenming.organisations.tasks import check_asked_chain

pytestmark = [pytest.mark.django_db, pytest.mark.counted]
HERE = f"/{HOME}/events/"


@pytest.fixture
def auditor(client):
    """A client signed in as the auditor of a city in which an officer founded two units."""
    client.force_login(make_account(AUDITOR))
    for name in ("市城市管理局", "市公安局"):
        found_unit(
            city=make_city(),
            kind="department",
            name=name,
            parent=None,
            since=AT.date(),
            by=make_account(OFFICER),
            at=AT,
        )
    return client


def page(client, query: str = "") -> str:
    """Return the page's text without its marks."""
    return re.sub(r"<[^>]+>|\s+", " ", client.get(f"{HERE}{query}").content.decode())


def change(place: int, **columns) -> None:
    """Change a record of the chain as somebody with the database at hand would."""
    Event.objects.in_city(make_city()).filter(number=place).update(**columns)


def test_read_the_chain_lists_who_did_what_the_newest_first(auditor):
    found = auditor.get(HERE)
    lines = found.context["lines"]
    assert [(line["what"], line["subject"][:2], line["by"]) for line in lines[:2]] == [
        ("设立", "单位", OFFICER.name)
    ] * 2
    assert [line["number"] for line in lines] == sorted((line["number"] for line in lines), reverse=True)
    assert ("name", "市公安局") in lines[0]["facts"]


def test_read_the_chain_asks_no_more_queries_with_more_rows(auditor):
    auditor.get(HERE)
    with assert_queries(6):
        auditor.get(f"{HERE}?q={OFFICER.name}")
    with assert_queries(6):
        auditor.get(f"{HERE}?q=nobody")


def test_read_the_chain_by_person_and_day_shows_only_what_fits(auditor):
    def kinds(query):
        return {line["kind"] for line in auditor.get(f"{HERE}?{query}").context["lines"]}

    assert kinds(f"q={OFFICER.username}") == {"unit.founded"}
    assert kinds("q=nobody") == set()
    assert "unit.founded" in kinds(f"on={AT.date()}")
    assert "unit.founded" not in kinds(f"on={AT.date() - timedelta(days=2)}")
    assert kinds("on=9999-12-31") == kinds("on=x") == kinds("")


def test_read_an_event_masks_telephone_numbers_and_shortens_what_is_long(auditor):
    from django.db import transaction

    with transaction.atomic():
        record_event(
            city=make_city(), kind="thing.zapped", subject=make_city(), data={"said": f"电话13900000001，{'长' * 3000}"}, by=None, at=AT
        )  # fmt: skip
    change(1, subject="gone.Model:4")
    lines = auditor.get(HERE).context["lines"]
    (_key, text), *_rest = lines[0]["facts"]
    assert (text[:16], len(text)) == ("电话139****0001，长长", 2001)
    assert (lines[0]["what"], lines[0]["by"]) == ("zapped", "系统")
    assert lines[-1]["subject"] == "gone.Model:4"


def test_check_the_chain_keeps_what_was_found_as_an_event(auditor):
    assert "还没有核对过" in page(auditor)
    before = EventHead.objects.get(city=make_city()).number
    auditor.post(f"{HERE}check/")
    kept = last_check(make_city())
    assert (kept.number, kept.by, kept.data) == (
        before + 1,
        make_account(AUDITOR),
        {"events": before, "broken": None, "reason": "", "asked": None},
    )
    assert "记录完好，没有一条被改动" in page(auditor)
    assert verify_chain(make_city()).whole


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"kind": "unit.split"}, "第 2 条记录有问题：内容与校验码不符，这一条被改动过"),
        ({"previous": "f" * 64}, "第 2 条记录有问题：与前一条记录对不上"),
    ],
)
def test_check_a_chain_that_was_changed_says_where(auditor, columns, said):
    change(2, **columns)
    auditor.post(f"{HERE}check/")
    assert said in page(auditor)


def test_check_a_chain_whose_end_is_gone_says_so(auditor):
    last = EventHead.objects.get(city=make_city()).number
    Event.objects.in_city(make_city()).filter(number=last).delete()
    auditor.post(f"{HERE}check/")
    assert f"第 {last} 条记录有问题：链条末端的记录被删除" in page(auditor)


def test_check_a_chain_with_a_row_behind_its_end_finds_it(auditor):
    city = make_city()
    last = Event.objects.in_city(city).latest("number")
    forged = Event(
        city=city, number=last.number + 1, kind="x.y", subject="x", at=AT, previous=last.digest, digest="0" * 64
    )
    forged.save(force_insert=True)
    assert verify_chain(city).reason == "end_missing"


def test_check_a_long_chain_is_left_to_a_job_that_answers_once(auditor, monkeypatch):
    monkeypatch.setattr(chain, "AT_ONCE", 0)
    answer = auditor.post(f"{HERE}check/", follow=True)
    assert "正在后台核对" in answer.content.decode()
    assert OrmQ.objects.count() == 1
    asked = Event.objects.in_city(make_city()).get(kind="chain.check_asked")
    check_asked_chain(asked)
    check_asked_chain(asked)
    kept = Event.objects.in_city(make_city()).filter(kind="chain.checked")
    assert [one.data["asked"] for one in kept] == [asked.number]


def test_check_the_chain_without_the_post_is_refused(auditor, client):
    officer = make_account(OFFICER)
    for action in (chain.check_chain, chain.ask_chain_check):
        with pytest.raises(PermissionDenied):
            action(city=make_city(), by=officer, at=timezone.now())
    with pytest.raises(PermissionDenied):
        chain.check_chain(city=make_city(ELSEWHERE), by=make_account(AUDITOR), at=timezone.now())


def test_name_a_verb_of_the_chain_has_words_for_every_kind_in_the_code():
    written = r'kind="[a-z_]+\.([a-z_]+)"|: "[a-z_]+\.([a-z_]+)",\n'
    texts = [path.read_text(encoding="utf-8") for path in Path(ROOT, "src/wenming").rglob("actions/**/*.py")]
    texts.append(Path(ROOT, "src/wenming/issues/workflow.py").read_text(encoding="utf-8"))
    verbs = {one or other for text in texts for one, other in re.findall(written, text)}
    assert verbs - set(VERBS) == set()
