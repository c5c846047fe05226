"""Sign-in through an identity provider: who comes in, who does not, and every answer that must not be believed."""

import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.checks import run_checks

from tests.kernel.providers import STRANGE_KEY, Provider
from tests.people import LEADER, OFFICER, PASSWORD, make_account
from wenming.kernel.imports.files import Fault
from wenming.kernel.imports.providers import read_providers
from wenming.kernel.models import Account, IdentityRequest

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/zwdd/login/"


@pytest.fixture
def provider():
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def configured(settings, provider):
    def configure(claim: str = "sub"):
        settings.OIDC_PROVIDERS = [provider.settings(claim)]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_PROVIDERS}}

    configure()
    return configure


def go(client, provider, path: str = LOGIN) -> dict[str, str]:
    """Let the client be sent to the provider; return what it asked for."""
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].startswith(f"{provider.issuer}/auth?")) == (302, True)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def come_back(client, asked, **more):
    """Let the client come back from the provider."""
    return client.get(f"{LOGIN}callback/", {"code": "c", "state": asked["state"], **more})


def link(account, uid: str = "u-1") -> None:
    account.socialaccount_set.create(provider="zwdd", uid=uid)


def test_sign_in_with_a_linked_identity_opens_the_wanted_page(client, provider, configured):
    link(make_account(LEADER))
    asked = go(client, provider, f"{LOGIN}?next=/qinghe/units/")
    assert come_back(client, asked)["Location"] == "/qinghe/units/"
    assert client.get("/qinghe/units/").status_code == 200
    assert make_account(LEADER).socialaccount_set.get().extra_data == {"name": "高长明"}


def test_sign_in_asks_with_pkce_state_and_nonce_and_hears_no_address(client, provider, configured):
    asked = go(
        client, provider, f"{LOGIN}?scope=admin&auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%26prompt%3Dnone"
    )
    assert (asked["code_challenge_method"], len(asked["state"]) >= 16, len(asked["nonce"])) == ("S256", True, 64)
    assert (asked["redirect_uri"], sorted(asked["scope"].split())) == (
        "http://testserver/accounts/oidc/zwdd/login/callback/",
        ["openid", "profile"],
    )
    assert "prompt" not in asked
    come_back(client, asked)
    assert len(provider.asked["code_verifier"]) >= 43


def test_sign_in_page_shows_the_provider_in_both_languages(client, configured):
    assert "用政务钉钉登录" in client.get("/accounts/login/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    assert "DingTalk for Government" in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("phone_number", {"phone_number": "+86 139 0000 0001"}),
        ("phone_number", {"phone_number": "13900000001", "phone_number_verified": True}),
        ("preferred_username", {"preferred_username": "GAO.changming"}),
    ],
)
def test_sign_in_by_a_configured_claim_links_for_the_next_time(client, provider, configured, claim, said):
    configured(claim)
    leader = make_account(LEADER)
    Account.objects.filter(pk=leader.pk).update(phone="13900000001")
    provider.said |= said
    assert come_back(client, go(client, provider))["Location"] == "/"
    assert client.get("/")["Location"] == "/qinghe/"
    assert leader.socialaccount_set.get().uid == "u-1"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("phone_number", {"phone_number": "13900000001", "phone_number_verified": False}),
        ("phone_number", {"phone_number": "0376-5550123"}),
        ("phone_number", {}),
        ("preferred_username", {}),
        ("sub", {"phone_number": "13900000001", "preferred_username": "gao.changming"}),
    ],
)
def test_sign_in_of_somebody_unknown_creates_nobody(client, provider, configured, claim, said):
    configured(claim)
    leader = make_account(LEADER)
    Account.objects.filter(pk=leader.pk).update(phone="13900000001")
    provider.said |= said
    before = Account.objects.count()
    assert come_back(client, go(client, provider))["Location"] == "/accounts/unknown/"
    page = client.get("/accounts/unknown/")
    assert (page.status_code, "政务钉钉确认您是“高长明”" in page.content.decode()) == (403, True)
    assert (Account.objects.count(), leader.socialaccount_set.count(), IdentityRequest.objects.count()) == (
        before,
        0,
        0,
    )
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")


def test_somebody_unknown_gets_a_reference_for_the_office(client, provider, configured):
    come_back(client, go(client, provider))
    page = client.post("/accounts/unknown/").content.decode()
    asked = IdentityRequest.objects.get()
    assert (asked.provider, asked.identity, asked.name, asked.reference in page) == ("zwdd", "u-1", "高长明", True)
    client.post("/accounts/unknown/")
    assert IdentityRequest.objects.count() == 1
    client.cookies.clear()
    assert client.get("/accounts/unknown/")["Location"] == "/accounts/login/"


def test_link_an_own_identity_asks_for_the_password_first(client, provider, configured):
    leader = make_account(LEADER)
    client.post("/accounts/login/", {"login": leader.username, "password": PASSWORD})
    asked = go(client, provider, f"{LOGIN}?process=connect")
    answer = come_back(client, asked)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert leader.socialaccount_set.count() == 0
    client.post(answer["Location"], {"password": PASSWORD})
    assert leader.socialaccount_set.get().uid == "u-1"
    page = client.get("/accounts/3rdparty/").content.decode()
    assert ("政务钉钉" in page, "取消关联" in page) == (True, True)


def test_link_an_identity_of_another_account_is_refused(client, provider, configured):
    link(make_account(OFFICER))
    leader = make_account(LEADER)
    client.post("/accounts/login/", {"login": leader.username, "password": PASSWORD})
    answer = come_back(client, go(client, provider, f"{LOGIN}?process=connect"))
    client.post(answer["Location"], {"password": PASSWORD})
    assert (leader.socialaccount_set.count(), make_account(OFFICER).socialaccount_set.count()) == (0, 1)


def test_sign_in_with_a_second_factor_still_asks_for_it(client, provider, configured):
    from allauth.mfa.totp.internal.auth import TOTP

    leader = make_account(LEADER)
    link(leader)
    TOTP.activate(leader, "JBSWY3DPEHPK3PXP")
    assert come_back(client, go(client, provider))["Location"] == "/accounts/2fa/authenticate/"


def test_sign_in_of_a_locked_account_opens_nothing(client, provider, configured):
    leader = make_account(LEADER)
    link(leader)
    Account.objects.filter(pk=leader.pk).update(is_active=False)
    assert come_back(client, go(client, provider))["Location"] == "/accounts/inactive/"


SPOILT = {
    "kid": {"kid": "k2"},
    "key": {"key": STRANGE_KEY},
    "no token": {"kid": ""},
    "nonce": {"nonce": "another"},
    "userinfo": {"said": {"sub": "u-2"}},
    "iss missing": {"metadata": {"authorization_response_iss_parameter_supported": True}},
    "issuer": {"metadata": {"issuer": "https://evil.example"}},
    "down": {"down": True},
    "token iss": {"claims": {"sub": "u-1", "iss": "https://evil.example"}},
    "aud": {"claims": {"sub": "u-1", "aud": "another"}},
    "exp": {"claims": {"sub": "u-1", "exp": 1_000_000_000}},
    "no nonce": {"claims": {"sub": "u-1", "nonce": None}},
    "no sub": {"claims": {}},
}


@pytest.mark.parametrize("what", SPOILT)
def test_come_back_with_an_answer_that_is_not_right_signs_nobody_in(client, provider, configured, what, caplog):
    link(make_account(LEADER))
    asked = go(client, provider)
    for name, value in SPOILT[what].items():
        setattr(provider, name, value)
    with caplog.at_level(logging.CRITICAL):
        page = come_back(client, asked)
    assert (page.status_code, "没有登录成功" in page.content.decode()) == (401, True)
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")


def test_come_back_from_another_issuer_signs_nobody_in(client, provider, configured):
    link(make_account(LEADER))
    assert come_back(client, go(client, provider), iss="https://evil.example").status_code == 401
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")


def test_come_back_with_the_right_issuer_named_signs_in(client, provider, configured):
    link(make_account(LEADER))
    provider.metadata["authorization_response_iss_parameter_supported"] = True
    assert come_back(client, go(client, provider), iss=provider.issuer)["Location"] == "/"


def test_come_back_without_userinfo_endpoint_believes_the_token(client, provider, configured):
    link(make_account(LEADER))
    asked = go(client, provider)
    original = provider.get

    def without(path):
        found = original(path)
        if path.startswith("/.well-known"):
            found.pop("userinfo_endpoint")
        return found

    provider.get = without
    assert come_back(client, asked)["Location"] == "/"


@pytest.mark.parametrize("state", ["", "stolen"])
def test_come_back_without_ones_own_state_signs_nobody_in(client, provider, configured, state):
    link(make_account(LEADER))
    go(client, provider)
    assert client.get(f"{LOGIN}callback/", {"code": "c", "state": state}).status_code == 401


def test_come_back_twice_signs_in_once(client, provider, configured):
    link(make_account(LEADER))
    asked = go(client, provider)
    come_back(client, asked)
    assert come_back(client, asked).status_code == 401


def test_say_no_at_the_provider_leads_back(client, provider, configured):
    answer = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": go(client, provider)["state"]})
    assert answer["Location"] == "/accounts/3rdparty/login/cancelled/"
    assert "取消了登录" in client.get(answer["Location"]).content.decode()


def test_go_to_a_provider_that_is_down_or_unknown_says_so(client, provider, configured):
    provider.down = True
    assert client.get(LOGIN).status_code == 401
    assert client.get("/accounts/oidc/nobody/login/").status_code == 404
    assert client.get("/accounts/3rdparty/signup/").status_code == 404


def test_sign_out_offers_to_sign_out_of_the_provider(client, provider, configured):
    link(make_account(LEADER))
    provider.metadata["end_session_endpoint"] = f"{provider.issuer}/end?x=1"
    come_back(client, go(client, provider))
    answer = client.post("/accounts/logout/")
    assert answer["Location"] == "/accounts/signed-out/?provider=zwdd"
    page = client.get(answer["Location"]).content.decode()
    assert f"{provider.issuer}/end?x=1&amp;client_id=wenming-test&amp;post_logout_redirect_uri=http" in page


def test_sign_out_where_the_provider_offers_nothing_says_so(client, provider, configured):
    page = client.get("/accounts/signed-out/?provider=zwdd").content.decode()
    assert "请到政务钉钉自己的页面退出" in page
    provider.down = True
    assert client.get("/accounts/signed-out/?provider=zwdd").status_code == 200
    assert client.get("/accounts/signed-out/?provider=x")["Location"] == "/accounts/login/"


def test_sign_out_after_a_password_leads_to_sign_in(client, configured):
    account = make_account(LEADER)
    client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    assert client.post("/accounts/logout/")["Location"] == "/"


GOOD = """
[[provider]]
id = "zwdd"
name = { zh = "政务钉钉", en = "DingTalk" }
issuer = "https://login.example.gov.cn"
client_id = "c"
client_secret = "s"
scopes = ["profile", "phone"]
account = "phone_number"
"""


def read(tmp_path, text: str, name: str = "oidc.toml"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_providers(str(file))


def test_read_providers_gives_what_sign_in_wants(tmp_path):
    (tmp_path / "secret").write_text("geheim\n", encoding="utf-8")
    text = GOOD.replace('client_secret = "s"', f'client_secret_file = "{tmp_path / "secret"}"')
    (one,), faults = read(tmp_path, text)
    assert (faults, one["secret"], one["name"], one["settings"]["scope"]) == (
        [], "geheim", "政务钉钉", ["openid", "profile", "phone"],
    )  # fmt: skip
    assert one["settings"]["account_claim"] == "phone_number"
    assert read_providers("") == ([], [])


def test_read_providers_from_json(tmp_path):
    one = {"id": "a", "name": {"zh": "甲", "en": "A"}, "issuer": "http://localhost:9", "client_id": "c"}
    (found,), faults = read(tmp_path, json.dumps({"provider": [one]}), "oidc.json")
    assert (found["provider_id"], faults, found["settings"]["account_claim"]) == ("a", [], "sub")


@pytest.mark.parametrize(
    ("change", "key", "wrong"),
    [
        (('id = "zwdd"', 'id = "政务"'), "provider 1: id", "is '政务'"),
        (('id = "zwdd"', ""), "provider 1: id", "is missing"),
        (('en = "DingTalk"', 'en = ""'), "provider 1: name.en", "is missing"),
        (('"https://login', '"http://login'), "provider 1: issuer", "is 'http://login.example.gov.cn'"),
        (('client_id = "c"', "client_id = 3"), "provider 1: client_id", "is not a text"),
        (('client_secret = "s"', 'client_secret_file = "/nirgends"'), "provider 1: client_secret_file",
         "names /nirgends, which cannot be read"),
        (('["profile", "phone"]', '"profile"'), "provider 1: scopes", "is not a list of texts"),
        (('"phone_number"', '"email"'), "provider 1: account", "is 'email'"),
        (("client_id", "clientid"), "provider 1: clientid", "is not a key"),
        (("[[provider]]", "[[providers]]"), "provider", "is missing"),
        (('name = { zh = "政务钉钉", en = "DingTalk" }', 'name = "x"'), "provider 1: name", "is not a table of texts"),
    ],
)  # fmt: skip
def test_read_faulty_providers_names_file_key_and_mend(tmp_path, change, key, wrong):
    providers, (fault,) = read(tmp_path, GOOD.replace(*change))
    assert (providers, fault.file, fault.key, fault.wrong) == ([], str(tmp_path / "oidc.toml"), key, wrong)
    assert fault.mend


def test_read_two_providers_of_one_id_is_a_fault(tmp_path):
    assert read(tmp_path, GOOD + GOOD)[1][0].key == "provider 2: id"


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("oidc.toml", "= 1", "is no TOML"),
        ("oidc.json", "{", "is no JSON"),
        ("oidc.json", "[1]", "is not a table"),
        ("oidc.json", '{"provider": [1]}', "is not a table"),
    ],
)
def test_read_what_is_no_file_of_providers_says_so(tmp_path, name, text, wrong):
    assert read(tmp_path, text, name)[1][0].wrong.startswith(wrong)
    assert read_providers(str(tmp_path / "none.toml"))[1][0].wrong.startswith("cannot be read")


def test_start_with_faulty_files_is_told_in_one_line_each(settings):
    settings.OIDC_FAULTS = [Fault("/etc/oidc.toml", "provider 1: issuer", "is missing", 'write issuer = "…"')]
    settings.SMS_FAULTS = [Fault("/etc/sms.toml", "", "cannot be read", "correct the path")]
    told = {one.id: (one.msg, one.hint) for one in run_checks() if one.id.startswith("wenming.")}
    assert told == {
        "wenming.E001": ("WENMING_OIDC: /etc/oidc.toml: provider 1: issuer is missing", 'write issuer = "…"'),
        "wenming.E002": ("WENMING_SMS: /etc/sms.toml: the file cannot be read", "correct the path"),
    }
