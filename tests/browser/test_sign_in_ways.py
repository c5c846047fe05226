"""Coming in as offices do: with a slip of paper, by SMS, through an identity provider; and what a page says without HTTPS."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.architecture.sources import ROOT
from tests.browser import looks
from tests.browser.arrivals import send
from tests.browser.devices import PHONE, on_both
from tests.organisations.keepers import SYSTEM
from tests.people import HOME, LEADER, PASSWORD, make_account, make_city
from tools.house.ready import node_folder
from wenming.kernel.imports.gateways import Gateway
from wenming.kernel.models import Account, IdentityRequest, SignInCode
from wenming.kernel.tasks import send_code

NUMBER = "13900000001"
NEW = "Shanshui-2026-qinghe"


@pytest.fixture
def post(settings, tmp_path) -> Path:
    """The file into which messages go."""
    settings.SMS_GATEWAY = Gateway("file", str(tmp_path / "sms.jsonl"))
    return tmp_path / "sms.jsonl"


def newest_code(post: Path) -> str:
    """Do the job that waits, and return the digits that it sent."""
    assert send_code(SignInCode.objects.latest("pk").pk)
    return json.loads(post.read_text(encoding="utf-8").splitlines()[-1])["code"]


@on_both
def test_sign_in_by_code_from_the_number_to_home(live_server, page: Page, post, axe):
    leader = make_account(LEADER)
    Account.objects.filter(pk=leader.pk).update(phone=NUMBER)
    page.goto(f"{live_server.url}/accounts/login/?next=/{HOME}/units/")
    send(page, page.get_by_role("link", name="手机验证码"))
    assert axe(page) == []
    page.get_by_label("手机号").fill("139 0000 0001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("输入验证码")
    assert [*axe(page), *looks.spilt_words(page)] == []
    page.get_by_label("短信验证码").fill("000000" if newest_code(post) != "000000" else "111111")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".err").first).to_contain_text("验证码不对")
    page.get_by_label("短信验证码").fill(newest_code(post))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"**/{HOME}/units/")


def seed_people() -> None:
    """Give the city a unit with two people."""
    from datetime import date

    from tests.organisations.keepers import AT
    from wenming.organisations.actions import add_person, begin_tenure, found_unit

    city, since = make_city(), date(2026, 1, 1)
    unit = found_unit(city=city, kind="department", name="市城市管理局", parent=None, since=since, by=None, at=AT)
    for name in ("林松涛", "冯佩兰"):
        person = add_person(city=city, name=name, phone=NUMBER if name == "林松涛" else "", by=None, at=AT)
        begin_tenure(person=person, unit=unit, title="科长", since=since, by=None, at=AT)


def choose_all(page: Page, live_server) -> None:
    """Choose everybody who has no account, and go on to the review."""
    page.goto(f"{live_server.url}/{HOME}/accounts/new/")
    page.get_by_label("全选本页").check()
    expect(page.locator("[data-pick-count]")).to_contain_text("2")
    page.get_by_label("选择 冯佩兰").uncheck()
    expect(page.locator("[data-pick-count]")).to_contain_text("1")
    page.get_by_label("选择 冯佩兰").check()
    page.get_by_role("button", name="核对选中的人").click()


@on_both
def test_hand_out_accounts_from_choosing_people_to_the_first_sign_in(live_server, page: Page, enter, axe, new_context):
    seed_people()
    enter(SYSTEM)
    choose_all(page, live_server)
    expect(page.get_by_label("林松涛：登录名")).to_have_value("linsongtao")
    page.get_by_label("冯佩兰：登录名").fill("feng.pl")
    assert [*axe(page), *looks.spilt_words(page)] == []
    page.get_by_role("button", name="写入并显示初始密码条").click()
    slips = page.locator(".slip")
    expect(slips).to_have_count(2)
    assert [*axe(page), *looks.spilt_words(page), *looks.leaks(page)] == []
    slip = slips.filter(has_text="feng.pl")
    first = slip.locator(".secret").inner_text()
    with page.expect_download() as kept:
        page.get_by_role("link", name="存成 Excel").click()
    assert kept.value.suggested_filename == "初始密码条.xlsx"
    page.goto(f"{live_server.url}/{HOME}/accounts/")
    expect(page.get_by_text(first)).to_have_count(0)
    begin(new_context(**PHONE.arguments), live_server, first, axe)


def begin(context: BrowserContext, live_server, first: str, axe) -> None:
    """Come in with what stands on a slip, on a telephone, and choose an own password."""
    page = context.new_page()
    page.goto(f"{live_server.url}/{HOME}/units/")
    page.locator("input[name=login]").fill("feng.pl")
    page.locator("input[name=password]").fill(first)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("设定自己的密码")
    page.goto(f"{live_server.url}/{HOME}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("设定自己的密码")
    assert [*axe(page), *looks.small_targets(page)] == []
    for field in ("新密码", "再输一次"):
        page.get_by_label(field).fill(NEW)
    page.get_by_role("button", name="保存并开始使用").click()
    page.wait_for_url(f"**/{HOME}/")
    page.get_by_label("账号菜单").or_(page.locator("summary.who")).first.click()
    page.get_by_role("button", name="退出登录").click()
    page.locator("input[name=login]").fill("feng.pl")
    page.locator("input[name=password]").fill(NEW)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"**/{HOME}/")


def test_use_a_link_from_a_slip_signs_in_once(live_server, page: Page, enter, new_context):
    seed_people()
    enter(SYSTEM)
    choose_all(page, live_server)
    page.get_by_label("林松涛：这次不发").check()
    page.get_by_role("button", name="写入并显示初始密码条").click()
    expect(page.locator(".slip")).to_have_count(1)
    account = Account.objects.get(username="fengpeilan")
    page.goto(f"{live_server.url}/{HOME}/accounts/{account.pk}/")
    page.get_by_role("button", name="给他一个一次性登录链接").click()
    url = page.locator(".one-url").inner_text()
    other = new_context().new_page()
    other.goto(url)
    expect(other.get_by_role("heading", level=1)).to_have_text("以“冯佩兰”的身份登录？")
    other.reload()
    other.get_by_role("button", name="是我，登录").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("设定自己的密码")
    third = new_context().new_page()
    third.goto(url)
    expect(third.get_by_role("heading", level=1)).to_have_text("这个链接不能用了")


@pytest.fixture(scope="session")
def provider(live_server) -> Iterator[str]:
    """A certified identity provider on this machine; yields its issuer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    back = f"{live_server.url}/accounts/oidc/zwdd/login/callback/"
    command = [
        node_folder() / "bin" / "node",
        "tests/browser/provider.mjs",
        str(port),
        back,
        f"{live_server.url}/accounts/login/",
    ]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout
    line = child.stdout.readline()
    if not line.startswith("ready "):
        child.kill()
        child.wait()
        raise RuntimeError("the identity provider of the tests did not start: is node_modules complete?")
    yield line.split()[1]
    child.terminate()
    child.wait(10)
    child.stdout.close()


@pytest.fixture
def configured(settings, provider, context: BrowserContext) -> str:
    """Let the platform know the provider, and answer for the fonts that the provider's own pages ask of the network."""
    context.route("https://fonts.googleapis.com/**", lambda route: route.fulfill(body="", content_type="text/css"))
    own = {"server_url": provider, "issuer": provider, "scope": ["openid", "profile"], "oauth_pkce_enabled": True}
    own |= {"name_en": "DingTalk for Government", "account_claim": "sub"}
    known = {
        "provider_id": "zwdd",
        "name": "政务钉钉",
        "client_id": "wenming-test",
        "secret": "a-secret-of-the-test-only",
    }
    settings.OIDC_PROVIDERS = [known | {"settings": own}]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_PROVIDERS}}
    return provider


def agree(page: Page, name: str) -> None:
    """Sign in at the provider, and agree."""
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("x")
    page.locator("button[type=submit]").click()
    page.get_by_text("Authorize").first.wait_for()
    page.locator("button[type=submit]").click()


def test_sign_in_through_a_provider_once_the_office_has_linked(live_server, page: Page, configured, axe):
    leader = make_account(LEADER)
    page.goto(f"{live_server.url}/accounts/login/?next=/{HOME}/units/")
    assert axe(page) == []
    send(page, page.get_by_role("link", name="用政务钉钉登录"))
    agree(page, "gao")
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有关联账号")
    assert axe(page) == []
    page.get_by_role("button", name="取得关联编号").click()
    reference = page.locator(".reference").inner_text()
    asked = IdentityRequest.objects.get(reference=reference)
    assert (asked.identity, asked.name) == ("gao", "政务gao")
    leader.socialaccount_set.create(provider=asked.provider, uid=asked.identity)
    page.goto(f"{live_server.url}/accounts/login/?next=/{HOME}/units/")
    page.get_by_role("link", name="用政务钉钉登录").click()
    page.wait_for_url(f"**/{HOME}/units/")
    page.locator("summary.who").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已退出本系统")
    page.get_by_role("link", name="退出政务钉钉").click()
    page.wait_for_url(f"{configured}/session/end?client_id=wenming-test**")


def test_link_an_own_identity_after_typing_the_password(live_server, page: Page, configured):
    leader = make_account(LEADER)
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/3rdparty/")
    page.locator("input[name=login]").fill(leader.username)
    page.locator("input[name=password]").fill(PASSWORD)
    send(page, page.get_by_role("button", name="登录", exact=True))
    send(page, page.get_by_role("link", name="政务钉钉"))
    agree(page, "gao.zwdd")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.wait_for_url("**/accounts/3rdparty/")
    expect(page.get_by_text("政务gao.zwdd")).to_be_visible()
    assert leader.socialaccount_set.get().uid == "gao.zwdd"


def test_https_page_asks_this_very_browser(live_server, page: Page):
    page.goto(f"{live_server.url}/https/")
    expect(page.locator("[data-secure-good]")).to_be_visible()
    assert set(page.locator("[data-check]").all_inner_texts()) == {"能用"}


def test_https_page_from_elsewhere_says_what_is_shut(live_server, new_context, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = new_context().new_page()
    there = re.sub(r"//[^:/]+", "//wenming.example", live_server.url)
    page.route("**/*", lambda route: fetch_from(route, live_server.url, there))
    page.goto(f"{there}/accounts/login/")
    page.get_by_role("link", name="看看是哪些，怎么解决").click()
    expect(page.locator("[data-secure-bad]")).to_be_visible()
    said = dict(page.locator("[data-check]").evaluate_all("all => all.map(e => [e.dataset.check, e.textContent])"))
    assert said == dict.fromkeys(
        ["transport", "offline", "camera", "position", "passkey", "clipboard", "digest"], "用不了"
    )


def fetch_from(route, here: str, there: str) -> None:
    """Answer a page of another host with what this server says to that host."""
    answer = route.fetch(
        url=route.request.url.replace(there, here), headers={**route.request.headers, "host": "wenming.example"}
    )
    route.fulfill(response=answer)
