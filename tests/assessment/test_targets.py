"""Targets: who may set them, what can be one, and that all of them are kept."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.people import AUDITOR, HOME, INSPECTOR, LEADER, OFFICER, STRANGER, make_account, make_city
from tests.rounds import AT, make_edition, make_round, row
from wenming.assessment.actions import set_target
from wenming.assessment.models import Target
from wenming.assessment.queries.gaps import holding, targets_of
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
ROOT = "suzhou-2016-district"
CARD = f"/{HOME}/scores/1/gap/9.1/"


def set_to(rate, code="9.1"):
    node = make_edition().nodes.get(code=code)
    return set_target(node=node, rate=rate, by=make_account(OFFICER), at=AT)


def test_set_target_keeps_every_one_and_the_latest_holds():
    set_to(8000), set_to(9000), set_to(9500, ROOT)
    edition = make_edition()
    assert [(one.node.code, one.rate) for one in targets_of(edition.city, edition)] == [
        ("9.1", 8000), ("9.1", 9000), (ROOT, 9500),
    ]  # fmt: skip
    assert {code: one.rate for code, one in holding(targets_of(edition.city, edition)).items()} == {
        "9.1": 9000,
        ROOT: 9500,
    }


def test_set_target_records_who_and_what():
    target = set_to(8000)
    event = Event.objects.in_city(make_city()).get(kind="target.set")
    assert (event.by.username, event.at, event.subject) == (OFFICER.username, AT, f"assessment.Target:{target.pk}")
    assert event.data == {"edition": ROOT, "node": "9.1", "rate": 8000}


def test_set_target_to_what_holds_writes_nothing():
    assert set_to(8000) == set_to(8000)
    assert set_to(None) is None
    assert set_to(None) is None
    assert [one.rate for one in Target.objects.in_city(make_city()).order_by("pk")] == [8000, None]
    assert Event.objects.in_city(make_city()).filter(kind="target.set").count() == 2


def test_give_up_target_leaves_none_holding():
    set_to(8000), set_to(None)
    edition = make_edition()
    assert holding(targets_of(edition.city, edition)) == {}


def test_set_target_without_the_office_is_refused():
    node = make_edition().nodes.get(code="9.1")
    for person in (LEADER, INSPECTOR, STRANGER):
        with pytest.raises(PermissionDenied):
            set_target(node=node, rate=8000, by=make_account(person), at=AT)


@pytest.mark.parametrize("rate", [0, 10_001])
def test_keep_target_outside_its_range_is_refused_by_the_database(rate):
    node = make_edition().nodes.get(code="9.1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(city=node.city, node=node, rate=rate, set_by=make_account(OFFICER), set_at=AT)


@pytest.mark.parametrize(("back", "address"), [("card", CARD), ("list", f"/{HOME}/scores/1/gaps/?node=9.1")])
def test_post_target_leads_back_to_its_page(client, back, address):
    make_round([row(deduction=0.2)])
    client.force_login(make_account(OFFICER))
    answer = client.post(f"{CARD}target/", {"rate": "92.55", "back": back})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert Target.objects.in_city(make_city()).get().rate == 9255
    assert "目标定为 92.55%" in client.get(address).content.decode()


def test_post_target_of_the_whole_leads_back_to_the_whole_list(client):
    make_round([row(deduction=0.2)])
    client.force_login(make_account(OFFICER))
    answer = client.post(f"/{HOME}/scores/1/gap/{ROOT}/target/", {"rate": "90", "back": "list"})
    assert answer["Location"] == f"/{HOME}/scores/1/gaps/"


def test_post_drop_gives_the_target_up(client):
    make_round([row(deduction=0.2)])
    set_to(9000)
    client.force_login(make_account(OFFICER))
    client.post(f"{CARD}target/", {"rate": "", "drop": "1"})
    page = client.get(CARD).content.decode()
    assert "已取消目标" in page
    assert "升到满分" in page


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("", "请写目标得分率，例如 92.5"),
        ("九成", "请写一个数，例如 92.5"),
        ("0", "目标得分率大于 0、不超过 100，例如 92.5"),
        ("100.01", "目标得分率大于 0、不超过 100，例如 92.5"),
        ("92.555", "目标得分率最多两位小数，例如 92.55"),
    ],
)
def test_post_what_is_no_target_comes_back_with_its_fault(client, rate, words):
    make_round([row(deduction=0.2)])
    client.force_login(make_account(OFFICER))
    answer = client.post(f"{CARD}target/", {"rate": rate})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{rate}"' in answer.content.decode() or not rate
    assert Target.objects.in_city(make_city()).count() == 0


@pytest.mark.parametrize(("person", "status"), [(LEADER, 403), (AUDITOR, 403), (INSPECTOR, 403), (STRANGER, 404)])
def test_post_target_without_the_office_is_refused(client, person, status):
    make_round([row(deduction=0.2)])
    client.force_login(make_account(person))
    assert client.post(f"{CARD}target/", {"rate": "90"}).status_code == status


def test_post_target_of_an_unknown_node_is_not_found(client):
    make_round([row(deduction=0.2)])
    client.force_login(make_account(OFFICER))
    assert client.post(f"/{HOME}/scores/1/gap/nowhere/target/", {"rate": "90"}).status_code == 404


def test_get_target_is_not_allowed(client):
    make_round([row(deduction=0.2)])
    client.force_login(make_account(OFFICER))
    assert client.get(f"{CARD}target/").status_code == 405
