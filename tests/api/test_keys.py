"""Keys: made by whoever will use them, shown once, revoked by the holder or the security administrator."""

from __future__ import annotations

import pytest

from tests.people import (
    AT,
    AUDITOR,
    INSPECTOR,
    LIAISON,
    OFFICER,
    SECURITY,
    SINCE,
    STRANGER,
    make_account,
    make_cast,
    make_city,
)
from tests.queries import assert_queries
from tests.sites.places import make_unit
from wenming.api.actions import KeyRefusedError, make_key, revoke_key
from wenming.api.models import AccessKey
from wenming.kernel.models import Event
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db
PAGE = "/qinghe/keys/"


@pytest.fixture(autouse=True)
def cast():
    make_cast()


def make(person=OFFICER, purpose="calendar", **more):
    return make_key(city=make_city(), purpose=purpose, name="手机", by=make_account(person), at=AT, **more)


def test_make_a_key_keeps_no_secret_and_says_so_in_the_chain():
    key, secret = make()
    assert (len(secret), len(key.digest), secret in str(AccessKey.objects.in_city(make_city()).values())) == (
        43,
        64,
        False,
    )
    event = Event.objects.in_city(make_city()).latest("number")
    assert (event.kind, event.by, event.data) == (
        "access_key.made",
        make_account(OFFICER),
        {"purpose": "calendar", "name": "手机", "unit": 0},
    )


def test_make_a_key_for_sites_without_sight_of_them_is_refused():
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        make(INSPECTOR, "features")
    with pytest.raises(PermissionDenied):
        make(STRANGER)


def test_make_a_key_for_a_unit_takes_only_ones_own():
    unit = make_unit("园林局", "department")
    with pytest.raises(KeyRefusedError, match="not_own_unit"):
        make(LIAISON, unit=unit)
    Post.objects.create(city=make_city(), account=make_account(LIAISON), role="liaison", unit=unit, starts_on=SINCE)
    assert make(LIAISON, unit=unit)[0].unit == unit


def test_make_more_than_ten_keys_is_refused_until_one_is_revoked():
    first, *_others = [make()[0] for _time in range(10)]
    with pytest.raises(KeyRefusedError, match="too_many"):
        make()
    revoke_key(key=first, by=make_account(OFFICER), at=AT)
    assert make()[0].pk


def test_revoke_a_key_twice_happens_once():
    key, _secret = make()
    assert revoke_key(key=key, by=make_account(OFFICER), at=AT) is True
    assert revoke_key(key=key, by=make_account(OFFICER), at=AT) is False
    assert Event.objects.in_city(make_city()).filter(kind="access_key.revoked").count() == 1


def test_revoke_somebody_elses_key_takes_the_security_administrator():
    from django.core.exceptions import PermissionDenied

    key, _secret = make()
    with pytest.raises(PermissionDenied):
        revoke_key(key=key, by=make_account(AUDITOR), at=AT)
    assert revoke_key(key=key, by=make_account(SECURITY), at=AT) is True


def test_make_a_key_on_the_page_shows_the_secret_this_once(client):
    client.force_login(make_account(OFFICER))
    shown = client.post(PAGE, {"purpose": "calendar", "name": "手机"})
    secret = shown.context["made"]["secret"]
    assert secret.startswith("http://testserver/qinghe/calendar/feeds/")
    assert (shown.status_code, shown["Cache-Control"], secret in shown.content.decode()) == (200, "no-store", True)
    again = client.get(PAGE).content.decode()
    assert (secret.rpartition("/")[2] in again, again.count("手机</td>")) == (False, 1)


def test_make_a_key_for_sites_on_the_page_shows_how_to_use_it(client):
    client.force_login(make_account(OFFICER))
    made = client.post(PAGE, {"purpose": "features", "name": "QGIS", "unit": "1"}).context["made"]
    assert made is None or made["secret"] in made["command"]
    made = client.post(PAGE, {"purpose": "features", "name": "QGIS"}).context["made"]
    assert f'--config GDAL_HTTP_HEADERS "Authorization: Bearer {made["secret"]}"' in made["command"]


def test_send_a_form_with_a_fault_says_what_is_wrong(client):
    client.force_login(make_account(INSPECTOR))
    assert client.post(PAGE, {"purpose": "features", "name": "QGIS"}).status_code == 422
    for _number in range(10):
        make(INSPECTOR)
    refused = client.post(PAGE, {"purpose": "calendar", "name": "手机"})
    assert (refused.status_code, "最多同时保留 10 个" in refused.content.decode()) == (422, True)


def test_revoke_on_the_page_leads_back_where_one_came_from(client):
    key, _secret = make()
    client.force_login(make_account(AUDITOR))
    assert client.post(f"{PAGE}{key.pk}/revocation/").status_code == 404
    client.force_login(make_account(SECURITY))
    assert client.post(f"{PAGE}{key.pk}/revocation/")["Location"] == "/qinghe/keys/city/"
    own, _secret = make()
    client.force_login(make_account(OFFICER))
    assert client.post(f"{PAGE}{own.pk}/revocation/")["Location"] == PAGE


def test_list_all_keys_as_security_administrator_shows_holders_and_no_secret(client):
    make(), make(LIAISON)
    client.force_login(make_account(SECURITY))
    with assert_queries(4):
        page = client.get("/qinghe/keys/city/").content.decode()
    make(AUDITOR)
    with assert_queries(4):
        client.get("/qinghe/keys/city/")
    assert ("陈玉兰（chen.yulan）" in page, "刘小河" in page) == (True, True)
    client.force_login(make_account(OFFICER))
    assert client.get("/qinghe/keys/city/").status_code == 403


def test_list_ones_own_keys_costs_the_same_with_one_and_with_three(client):
    client.force_login(make_account(OFFICER))
    for more in (1, 2):
        for _time in range(more):
            make()
        with assert_queries(5):
            client.get(PAGE)
