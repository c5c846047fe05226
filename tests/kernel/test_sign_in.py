"""Sign-in: password rules, lock-out, two factors."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.people import OFFICER, PASSWORD, make_account

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client, password: str = PASSWORD, username: str | None = None):
    account = make_account(OFFICER)
    return client.post(LOGIN, {"login": username or account.username, "password": password})


def one_time_code(secret: str) -> str:
    """RFC 6238, worked out here, not by the library under test."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4]) & 0x7FFFFFFF) % 1_000_000:06d}"


def test_sign_in_with_the_right_password_opens_the_start_page(client):
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_sign_in_in_other_case_finds_the_same_account(client):
    assert sign_in(client, username=make_account(OFFICER).username.upper()).status_code == 302


def test_sign_in_with_a_wrong_password_says_so_and_keeps_the_name(client):
    response = sign_in(client, "wrong")
    assert response.status_code == 200
    assert make_account(OFFICER).username in response.content.decode()


def test_sign_in_after_five_failures_is_locked_even_with_the_right_password(client):
    for _attempt in range(5):
        response = sign_in(client, "wrong")
    assert response.status_code == 429
    assert sign_in(client).status_code == 429


def test_sign_up_is_closed(client):
    response = client.post("/accounts/signup/", {"username": "new", "password1": PASSWORD})
    assert "new" not in {account.username for account in type(make_account(OFFICER)).objects.all()}
    assert response.status_code == 200


@pytest.mark.parametrize("password", ["Short-1", "alllowercaseletters", "1234567890", "Password123"])
def test_validate_password_that_is_weak_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_validate_password_like_the_own_name_is_refused():
    account = make_account(OFFICER)
    with pytest.raises(ValidationError):
        validate_password(f"{account.username.title()}-1", account)


def test_validate_password_of_mixed_characters_is_accepted():
    assert validate_password("Chuang-cheng-2026") is None


def test_totp_once_activated_is_asked_at_sign_in(client):
    sign_in(client)
    activate = "/accounts/2fa/totp/activate/"
    assert client.get(activate)["Location"].startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": activate})["Location"] == activate
    page = client.get(activate)
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": one_time_code(secret)}).status_code == 302
    client.post("/accounts/logout/")
    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/")["Location"].startswith(LOGIN)


def test_sign_out_by_get_asks_first(client):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/")["Location"] == "/qinghe/"


@pytest.mark.parametrize(
    "page", ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/password/change/", "/accounts/2fa/recovery-codes/"]
)
def test_security_pages_open_for_who_signed_in(client, page):
    sign_in(client)
    assert client.get(page).status_code in {200, 302, 404 if "recovery" in page else 200}


def test_forgotten_password_leads_to_the_office_and_promises_no_mail(client):
    page = client.get("/accounts/password/reset/").content.decode()
    assert "由系统运维人员为您重设密码" in page
    assert client.post("/accounts/password/reset/", {"email": "a@b.example"}).status_code == 405


def test_pages_about_mail_do_not_exist(client):
    sign_in(client)
    assert client.get("/accounts/email/").status_code == 404
