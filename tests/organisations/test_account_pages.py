"""The pages of the accounts: who sees what, what is done there."""

import re
from datetime import timedelta

import pytest

from tests.organisations.keepers import AT, SYSTEM
from tests.people import (
    AUDITOR,
    INSPECTOR,
    LEADER,
    LIAISON,
    OFFICER,
    PASSWORD,
    SECURITY,
    STRANGER,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from wenming.kernel.actions.codes import set_phone
from wenming.kernel.actions.identities import ask_for_link
from wenming.kernel.models import Account
from wenming.organisations.actions import issue_accounts
from wenming.organisations.actions.accounts import NewAccount

pytestmark = pytest.mark.django_db
LIST = "/qinghe/accounts/"


def page_of(account) -> str:
    return f"{LIST}{account.pk}/"


def sign_in(client, person):
    account = make_account(person)
    client.force_login(account)
    return account


@pytest.mark.parametrize("count", [1, 3])
def test_list_accounts_takes_the_same_queries_for_one_and_three(client, count):
    sign_in(client, SYSTEM)
    rows = [NewAccount(name="甲", username=f"jia{number}", role="leader") for number in range(count - 1)]
    if rows:
        issue_accounts(city=make_city(), rows=rows, by=None, at=AT)
    client.get(LIST)
    with assert_queries(6):
        page = client.get(LIST).content.decode()
    assert page.count('class="pick-cell"') == count


@pytest.mark.parametrize(
    ("person", "status"),
    [(SYSTEM, 200), (OFFICER, 200), (SECURITY, 200), (AUDITOR, 403), (LEADER, 403), (LIAISON, 403), (INSPECTOR, 403)],
    ids=lambda one: getattr(one, "role", one),
)
def test_open_the_accounts_by_role(client, person, status):
    sign_in(client, person)
    assert client.get(LIST).status_code == status
    assert client.get(page_of(make_account(LEADER))).status_code == status
    assert ('href="/qinghe/accounts/"' in client.get("/qinghe/").content.decode()) == (status == 200)


def test_list_accounts_under_a_filter_and_finds_none(client):
    sign_in(client, SYSTEM)
    make_account(LEADER)
    assert "高长明" in client.get(f"{LIST}?q=高").content.decode()
    assert "没有这样的账号" in client.get(f"{LIST}?q=没有").content.decode()


def test_open_an_account_of_another_city_is_not_found(client):
    sign_in(client, SYSTEM)
    assert client.get(page_of(make_account(STRANGER))).status_code == 404


def test_each_keeper_sees_its_own_buttons_only(client):
    leader = make_account(LEADER)
    seen = {}
    for keeper in (SYSTEM, SECURITY):
        sign_in(client, keeper)
        page = client.get(page_of(leader)).content.decode()
        seen[keeper.role] = (
            "一次性登录链接" in page,
            "停用账号" in page,
            "成批发放" in client.get(LIST).content.decode(),
        )
    assert seen == {"system_administrator": (True, False, True), "security_administrator": (False, True, False)}


def test_look_at_ones_own_account_offers_nothing(client):
    system = sign_in(client, SYSTEM)
    page = client.get(page_of(system)).content.decode()
    assert ("这是您自己的账号" in page, "一次性登录链接" in page) == (True, False)


def test_make_a_link_shows_it_once_and_it_signs_in(client, django_user_model):
    sign_in(client, SYSTEM)
    leader = make_account(LEADER)
    answer = client.post(f"{page_of(leader)}link/")
    assert answer["Cache-Control"] == "no-store"
    (path,) = re.findall(r"http://testserver(/accounts/link/[\w-]+/)", answer.content.decode())
    assert "qr-code" in answer.content.decode()
    client.logout()
    assert client.post(path)["Location"] == "/"
    assert client.get("/")["Location"].startswith("/accounts/own/password/")


def test_make_a_link_for_who_guards_says_why_not(client):
    sign_in(client, SYSTEM)
    answer = client.post(f"{page_of(make_account(AUDITOR))}link/", follow=True).content.decode()
    assert "由系统运维人员重新发放" in answer


def test_give_a_number_then_take_it_away(client):
    sign_in(client, SYSTEM)
    leader = make_account(LEADER)
    url = f"{page_of(leader)}phone/"
    assert client.post(url, {"phone": "139 0000 0001"}).status_code == 302
    assert "139****0001" in client.get(page_of(leader)).content.decode()
    refused = client.post(url, {"phone": "13900000002"})
    assert (refused.status_code, "已经登记了号码" in refused.content.decode()) == (422, True)
    assert "不是手机号" in client.post(url, {"phone": "0376-1"}).content.decode()
    assert client.post(url, {"phone": ""}).status_code == 302
    leader.refresh_from_db()
    assert leader.phone == ""


def test_link_an_identity_by_its_reference(client, settings):
    settings.OIDC_PROVIDERS = [provider()]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_PROVIDERS}}
    sign_in(client, SYSTEM)
    leader = make_account(LEADER)
    from django.utils import timezone

    asked = ask_for_link(provider="zwdd", identity="u-1", name="高长明", by=None, at=timezone.now())
    url = f"{page_of(leader)}identity/"
    assert "没有这个关联编号" in client.post(url, {"reference": "2222-2222"}).content.decode()
    assert client.post(url, {"reference": ""}).status_code == 422
    assert client.post(url, {"reference": asked.reference}).status_code == 302
    assert "政务钉钉" in client.get(page_of(leader)).content.decode()


def provider():
    return {
        "provider_id": "zwdd",
        "name": "政务钉钉",
        "client_id": "c",
        "secret": "s",
        "settings": {"server_url": "https://x.example", "issuer": "https://x.example", "name_en": "DingTalk"},
    }


def test_lock_and_unlock_an_account(client):
    sign_in(client, SECURITY)
    leader = make_account(LEADER)
    assert "已停用" in client.post(f"{page_of(leader)}lock/", follow=True).content.decode()
    assert "已经停用" in client.post(f"{page_of(leader)}lock/", follow=True).content.decode()
    leader.refresh_from_db()
    assert not leader.is_active
    assert "已恢复" in client.post(f"{page_of(leader)}unlock/", follow=True).content.decode()
    assert client.post(f"{page_of(leader)}burn/").status_code == 404


@pytest.mark.parametrize("what", ["link", "phone", "identity", "lock", "unlock"])
def test_change_an_account_by_the_wrong_keeper_is_refused(client, what):
    leader = make_account(LEADER)
    sign_in(client, SYSTEM if "lock" in what else SECURITY)
    assert client.post(f"{page_of(leader)}{what}/").status_code == 403
    assert client.get(f"{page_of(leader)}{what}/").status_code == 405


def test_sign_in_with_a_locked_account_opens_nothing(client):
    leader = make_account(LEADER)
    Account.objects.filter(pk=leader.pk).update(is_active=False)
    answer = client.post("/accounts/login/", {"login": leader.username, "password": PASSWORD})
    assert answer.status_code == 200 or answer["Location"] == "/accounts/inactive/"
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")
    assert "安全管理员" in client.get("/accounts/inactive/").content.decode()


def test_records_show_who_signed_in_and_who_could_not(client, django_assert_max_num_queries):
    leader, stranger = make_account(LEADER), make_account(STRANGER)
    for account, password in ((leader, PASSWORD), (leader, "wrong"), (stranger, PASSWORD), (stranger, "wrong")):
        client.post("/accounts/login/", {"login": account.username.upper(), "password": password})
        client.post("/accounts/logout/")
    sign_in(client, SECURITY)
    records = f"{LIST}sign-ins/"
    client.get(records)
    with assert_queries(4):
        page = client.get(records).content.decode()
    assert (page.count("gao.changming"), "bai.yunfei" in page) == (1, False)
    failed = client.get(f"{records}?show=failed").content.decode()
    assert (failed.count("gao.changming"), "没有通过" in failed, "bai.yunfei" in failed) == (1, True, False)
    assert "没有这样的记录" in client.get(f"{records}?q=没有").content.decode()


def test_records_of_failed_codes_stand_under_the_account(client, settings, tmp_path):
    from wenming.kernel.imports.gateways import Gateway

    settings.SMS_GATEWAY = Gateway("file", str(tmp_path / "sms"))
    set_phone(account=make_account(LEADER), number="13900000001", by=None, at=AT)
    client.post("/accounts/phone/", {"phone": "13900000001"})
    client.post("/accounts/phone/code/", {"code": "000000"})
    sign_in(client, SECURITY)
    assert "gao.changming" in client.get(f"{LIST}sign-ins/?show=failed").content.decode()


@pytest.mark.parametrize("person", [SYSTEM, OFFICER, AUDITOR], ids=lambda one: one.role)
def test_open_the_records_as_anybody_else_is_refused(client, person):
    sign_in(client, person)
    assert client.get(f"{LIST}sign-ins/").status_code == 403


def test_account_page_tells_how_long_a_first_password_works(client):
    sign_in(client, SYSTEM)
    (issued,) = issue_accounts(
        city=make_city(), rows=[NewAccount(name="甲", username="jia", role="leader")], by=None, at=AT
    )
    page = client.get(page_of(issued.account)).content.decode()
    assert "初始密码，2026年12月4日" in page
    assert issued.until == AT + timedelta(days=14)
