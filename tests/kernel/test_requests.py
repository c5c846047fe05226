"""What surrounds every request."""

import json
import logging

import pytest
from django.db import connection
from django.test import RequestFactory

from tests.people import LEADER, NOBODY, OPERATOR, make_account
from wenming.kernel.adapters import logs
from wenming.kernel.middleware import GetWritesError, ReadOnlyMiddleware

pytestmark = pytest.mark.django_db


def write(_request):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_city SET name = name")
    return "written"


def test_get_that_writes_is_refused():
    with pytest.raises(GetWritesError, match="kernel_city"):
        ReadOnlyMiddleware(write)(RequestFactory().get("/"))


def test_post_that_writes_goes_through():
    assert ReadOnlyMiddleware(write)(RequestFactory().post("/")) == "written"


def test_get_may_write_the_session_and_what_belongs_to_sign_in_only(settings):
    assert sorted(settings.GET_MAY_WRITE) == ["axes_accesslog", "django_session", "mfa_authenticator"]


def test_get_of_the_way_back_from_a_provider_is_the_sole_exception(settings):
    assert {view: sorted(tables) for view, tables in settings.GET_MAY_WRITE_AT.items()} == {
        "openid_connect_callback": ["axes_accessattempt", "kernel_account", "socialaccount_socialaccount"]
    }


def test_request_without_an_id_gets_one(client):
    assert len(client.get("/healthz")["X-Request-ID"]) == 32


def test_request_with_an_id_keeps_it(client):
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-12345678"})["X-Request-ID"] == "proxy-12345678"


def test_request_with_a_forged_id_gets_another(client):
    assert len(client.get("/healthz", headers={"X-Request-ID": "a b\n<script>"})["X-Request-ID"]) == 32


def test_log_line_carries_request_and_city():
    logs.request_id.set("r-1"), logs.city.set("qinghe")
    record = logging.LogRecord("x", logging.INFO, "f", 1, "文", None, None)
    assert logs.WhereFilter().filter(record)
    assert (record.request_id, record.city) == ("r-1", "qinghe")
    handler = logging.getLogger().handlers[0]
    line = json.loads(handler.formatter.format(record))
    assert (line["message"], line["request_id"], line["city"], line["level"]) == ("文", "r-1", "qinghe", "INFO")


def test_healthz_answers_without_sign_in(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_metrics_for_this_machine_show_requests_and_queue(client):
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'wenming_requests_total{status="200",view="kernel:healthz"}' in text
    assert "wenming_jobs_dead 0.0" in text


@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "203.0.113.9"}, {"Authorization": "Bearer wrong"}])
def test_metrics_for_others_are_refused(client, headers, monkeypatch):
    if "Authorization" in headers:
        monkeypatch.setenv("WENMING_METRICS_TOKEN", "right")
    assert client.get("/metrics", headers=headers).status_code == 403


def test_metrics_with_the_token_are_given(client, monkeypatch):
    monkeypatch.setenv("WENMING_METRICS_TOKEN", "right")
    assert client.get("/metrics", headers={"Authorization": "Bearer right"}).status_code == 200


def test_start_sends_people_to_their_city(client):
    client.force_login(make_account(LEADER))
    assert client.get("/")["Location"] == "/qinghe/"


def test_start_sends_the_operator_to_the_jobs(client):
    client.force_login(make_account(OPERATOR))
    assert client.get("/")["Location"] == "/operations/jobs/"


def test_start_tells_who_has_no_city_what_to_do(client):
    client.force_login(make_account(NOBODY))
    page = client.get("/")
    assert (page.status_code, "还没有岗位" in page.content.decode()) == (200, True)


def test_components_page_opens_without_sign_in(client):
    assert client.get("/components/").status_code == 200


def test_missing_page_says_so_in_chinese(client):
    page = client.get("/healthzz/")
    assert (page.status_code, page["Content-Type"]) == (302, "text/html; charset=utf-8")


def test_page_carries_the_strict_policy(client):
    policy = client.get("/components/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


def test_page_in_english_when_asked(client):
    client.post("/language/", {"language": "en", "next": "/components/"})
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()


def test_page_is_never_kept_by_the_browser(client):
    assert client.get("/accounts/login/")["Cache-Control"].find("no-store") >= 0
    assert client.get("/components/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["X-Real-IP", "Forwarded", "Via"])
def test_metrics_through_any_proxy_are_refused(client, header):
    assert client.get("/metrics", headers={header: "x"}).status_code == 403


def test_metrics_of_a_real_installation_want_the_token(client, settings):
    settings.METRICS_FOR_LOCALHOST = False
    assert client.get("/metrics").status_code == 403
