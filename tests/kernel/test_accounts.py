"""First passwords, links that sign in once, the own password that comes before everything else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.people import LEADER, OFFICER, PASSWORD, make_account
from wenming.kernel.actions.accounts import choose_password, end_sessions, make_link, quick_hash, use_link
from wenming.kernel.models import Account, SignInLink

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OWN = "/accounts/own/password/"
NEW = "Shanshui-2026-qinghe"


def link(account, until=AT + DAY, at=AT):
    return make_link(account=account, purpose="help", until=until, by=None, at=at)


def test_use_link_opens_its_account_once():
    account = make_account(OFFICER)
    secret = link(account)
    assert use_link(secret=secret, by=None, at=AT) == account
    assert use_link(secret=secret, by=None, at=AT) is None
    assert SignInLink.objects.get().used_at == AT


def test_make_link_keeps_no_secret_and_kills_the_one_before():
    account = make_account(OFFICER)
    first, second = link(account), link(account)
    assert first not in str(list(SignInLink.objects.values()))
    assert use_link(secret=first, by=None, at=AT) is None
    assert use_link(secret=second, by=None, at=AT) == account


@pytest.mark.parametrize("moment", [AT + DAY, AT + 2 * DAY])
def test_use_link_after_its_end_opens_nothing(moment):
    assert use_link(secret=link(make_account(OFFICER)), by=None, at=moment) is None


def test_use_link_of_a_locked_account_or_of_nobody_opens_nothing():
    account = make_account(OFFICER)
    secret = link(account)
    Account.objects.update(is_active=False)
    assert use_link(secret=secret, by=None, at=AT) is None
    assert use_link(secret="no-such-link", by=None, at=AT) is None


def test_look_at_a_link_spends_nothing_and_its_button_signs_in(client):
    account = make_account(LEADER)
    now = timezone.now()
    url = f"/accounts/link/{link(account, until=now + DAY, at=now)}/"
    for _preview in range(3):
        page = client.get(url)
        assert (page.status_code, "高长明" in page.content.decode()) == (200, True)
    assert "no-store" in page["Cache-Control"]
    assert client.post(url)["Location"] == "/"
    assert client.get("/qinghe/")["Location"] == f"{OWN}?next=%2Fqinghe%2F"
    assert client.get(url).status_code == 302
    client.logout()
    assert client.get(url).status_code == 410
    assert client.post(url).status_code == 410


def test_sign_in_with_a_first_password_opens_only_the_own_password(client):
    account = make_account(OFFICER)
    Account.objects.update(must_change_password=True)
    client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    for path in ("/qinghe/", "/accounts/2fa/", "/accounts/password/change/", "/qinghe/units/"):
        assert client.get(path)["Location"].startswith(OWN)
    assert client.post("/qinghe/units/new/")["Location"] == f"{OWN}?next=%2F"
    fragment = client.get("/qinghe/", headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == f"{OWN}?next=%2Fqinghe%2F"
    assert client.get("/healthz").status_code == 200
    assert "设定自己的密码" in client.get(OWN).content.decode()


def test_choose_an_own_password_goes_on_to_the_wanted_page(client):
    account = make_account(OFFICER)
    Account.objects.update(must_change_password=True)
    client.force_login(Account.objects.get())
    answer = client.post(OWN, {"password1": NEW, "password2": NEW, "next": "/qinghe/units/"})
    assert answer["Location"] == "/qinghe/units/"
    assert client.get("/qinghe/units/").status_code == 200
    account.refresh_from_db()
    assert (account.must_change_password, account.check_password(NEW)) == (False, True)
    assert client.get(OWN)["Location"] == "/accounts/password/change/"


def test_choose_an_own_password_never_leads_elsewhere(client):
    make_account(OFFICER)
    Account.objects.update(must_change_password=True)
    client.force_login(Account.objects.get())
    answer = client.post(OWN, {"password1": NEW, "password2": NEW, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (PASSWORD, PASSWORD, "这是初始密码"),
        ("kurz", "kurz", "密码"),
        (NEW, "Shanshui-2026-baiyun", "两次输入的不一样"),
    ],
)
def test_choose_an_own_password_that_does_not_do_says_why(client, first, second, words):
    make_account(OFFICER)
    Account.objects.update(must_change_password=True)
    client.force_login(Account.objects.get())
    page = client.post(OWN, {"password1": first, "password2": second})
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_sign_in_with_a_first_password_that_lay_too_long_says_whom_to_ask(client):
    account = make_account(OFFICER)
    Account.objects.update(must_change_password=True, password_until=timezone.now() - DAY)
    page = client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    assert (page.status_code, "初始密码已过有效期" in page.content.decode()) == (200, True)
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")


def test_quick_hash_is_made_whole_when_it_is_used(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    account = make_account(OFFICER)
    account.password = quick_hash("Abcd-efgh-jkmn-2345")
    account.save()
    assert account.password.split("$")[1] == "20000"
    assert account.check_password("Abcd-efgh-jkmn-2345")
    account.refresh_from_db()
    assert int(account.password.split("$")[1]) >= 1_000_000
    assert check_password("Abcd-efgh-jkmn-2345", account.password)


def test_end_sessions_signs_out_everywhere(client):
    account = make_account(OFFICER)
    client.force_login(account)
    assert client.get("/qinghe/").status_code == 200
    end_sessions(account=account, by=None, at=AT)
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")


def test_choose_password_kills_links():
    account = make_account(OFFICER)
    secret = link(account)
    choose_password(account=account, password=NEW, by=account, at=AT)
    assert use_link(secret=secret, by=None, at=AT) is None


@pytest.mark.parametrize(
    "values", [{"phone": "13900000001"}, {"password_until": AT, "must_change_password": False}], ids=["phone", "until"]
)
def test_save_accounts_against_the_rules_is_refused_by_the_database(values):
    Account.objects.filter(pk=make_account(LEADER).pk).update(phone="13900000001")
    account = make_account(OFFICER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(**values)
