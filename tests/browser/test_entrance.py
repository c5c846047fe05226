"""Coming in and going out: password, lock-out, keyboard, language, second factor, passkey; and the proof that this lane's eyes are open."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests import people
from tests.browser import looks
from tests.browser.arrivals import send
from tests.browser.devices import on_both
from tests.browser.ears import Ears
from tests.people import HOME, OFFICER, PASSWORD

LOGIN = "/accounts/login/"
PROVE = "/accounts/reauthenticate/"


def path_of(page: Page) -> str:
    """Return the address without host and query."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def type_password(page: Page, password: str, name: str = OFFICER.username) -> None:
    """Fill the sign-in form in and send it by its button."""
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    send(page, page.get_by_role("button", name="登录", exact=True))


def prove(page: Page) -> None:
    """Type the password again where a page asks who is there."""
    page.locator("input[name=password]").fill(PASSWORD)
    send(page, page.get_by_role("button", name="确认"))


@on_both
def test_sign_in_with_a_wrong_then_the_right_password_ends_at_home(live_server, page: Page):
    people.make_account(OFFICER)
    page.goto(f"{live_server.url}{LOGIN}")
    type_password(page, "not-it")
    expect(page.locator(".note-bad")).to_be_visible()
    expect(page.locator("input[name=login]")).to_have_value(OFFICER.username)
    expect(page.locator("input[name=password]")).to_have_value("")
    type_password(page, PASSWORD)
    page.wait_for_url(f"**/{HOME}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的工作台")


def test_sign_in_by_keyboard_alone_shows_where_it_stands(live_server, page: Page):
    people.make_account(OFFICER)
    page.goto(f"{live_server.url}{LOGIN}?next=/{HOME}/standards/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    login = page.locator("input[name=login]")
    expect(login).to_be_focused()
    assert login.evaluate("field => getComputedStyle(field).boxShadow") != "none"
    page.keyboard.type(OFFICER.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{HOME}/standards/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('#content').contains(document.activeElement)")


def test_sign_in_five_times_wrong_shuts_the_door_for_the_right_password_too(live_server, page: Page):
    people.make_account(OFFICER)
    page.goto(f"{live_server.url}{LOGIN}")
    for _ in range(5):
        type_password(page, "not-it")
        expect(page.locator(".note-bad, .oops")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录已暂时锁定")
    page.goto(f"{live_server.url}{LOGIN}")
    type_password(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("登录已暂时锁定")


@on_both
def test_sign_out_in_the_account_menu_leads_to_the_entrance(live_server, page: Page, enter):
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/")
    page.locator("summary.who").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.goto(f"{live_server.url}/{HOME}/")
    assert path_of(page) == LOGIN


@on_both
def test_switch_to_english_and_back_keeps_the_page(live_server, page: Page, enter):
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/standards/")
    page.locator("summary.who").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert path_of(page) == f"/{HOME}/standards/"
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^[A-Za-z ]+$"))
    page.locator("summary.who").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", level=1)).to_have_text("测评体系")


def test_switch_the_language_at_the_entrance_keeps_it_after_signing_in(live_server, page: Page):
    people.make_account(OFFICER)
    page.goto(f"{live_server.url}{LOGIN}")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("input[name=login]").fill(OFFICER.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"**/{HOME}/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@on_both
def test_set_up_an_authenticator_shows_a_square_code_and_the_next_sign_in_takes_a_recovery_code(
    live_server, page: Page, enter, settings
):
    settings.MFA_TOTP_TOLERANCE = 1  # the half minute may end between typing and sending
    enter(OFFICER)
    page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
    prove(page)
    code = page.locator("img.qr")
    expect(code).to_be_visible()
    assert code.evaluate("picture => picture.complete && picture.naturalWidth") > 0
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(one_time_code(secret))
    page.locator("#content form button").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    spare = page.locator("textarea").input_value().split()
    assert len(set(spare)) == 10
    page.context.clear_cookies()
    page.goto(f"{live_server.url}{LOGIN}")
    type_password(page, PASSWORD)
    page.locator("input[name=code]").fill(spare[0])
    page.locator("#content form button").first.click()
    page.wait_for_url(f"**/{HOME}/")


def one_time_code(secret: str) -> str:
    """Return what an authenticator app would show now."""
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def authenticator(page: Page) -> Callable[[], list[dict]]:
    """Give the browser a built-in authenticator that knows its owner; return what lists its keys."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: session.send("WebAuthn.getCredentials", made)["credentials"]


@on_both
def test_register_a_passkey_and_sign_in_with_it(live_server, page: Page, enter, axe, authenticator, screen):
    enter(OFFICER)
    page.goto(f"{live_server.url}{PROVE}?next=/accounts/2fa/webauthn/add/")
    prove(page)
    page.wait_for_url("**/accounts/2fa/webauthn/add/")
    page.locator("input[name=name]").fill("办公室电脑")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    assert [key["rpId"] for key in authenticator()] == ["localhost"]
    page.context.clear_cookies()
    page.goto(f"{live_server.url}{LOGIN}")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"**/{HOME}/")
    expect(page.locator("summary.who")).to_contain_text(OFFICER.name)
    # Last: the end of axe's debugging session takes the built-in authenticator along.
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()
    assert [*axe(page), *(looks.small_targets(page) if screen.name == "phone" else [])] == []


def test_sign_in_with_a_passkey_that_nobody_registered_says_so(live_server, page: Page, authenticator):
    people.make_account(OFFICER)
    page.goto(f"{live_server.url}{LOGIN}")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()
    assert authenticator() == []
    assert path_of(page) == LOGIN


@pytest.mark.parametrize("secure", [True, False])
def test_open_the_entrance_offers_a_passkey_only_where_the_browser_trusts_the_address(live_server, page: Page, secure):
    page.add_init_script(f"Object.defineProperty(window, 'isSecureContext', {{value: {str(secure).lower()}}})")
    page.goto(f"{live_server.url}{LOGIN}")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    assert page.get_by_role("button", name="用通行密钥登录").is_visible() == secure


def test_write_an_inline_style_is_refused_and_heard(live_server, browser: Browser):
    context = browser.new_context()
    page, heard = context.new_page(), []
    page.on("console", lambda message: heard.append(message.type))
    page.goto(f"{live_server.url}{LOGIN}")
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert page.evaluate("() => getComputedStyle(document.body.lastElementChild).color") != "rgb(255, 0, 0)"
    assert heard == ["error"]
    context.close()


def test_listen_to_pages_hears_lost_scripts_and_pictures_and_no_refused_page(live_server, browser: Browser):
    context = browser.new_context()
    page, ears = context.new_page(), Ears(context)
    page.goto(f"{live_server.url}{LOGIN}")
    with page.expect_console_message(lambda message: "404" in message.text):
        page.evaluate("() => { setTimeout(() => { throw new Error('lost') }); fetch('/no/such/picture.png') }")
    page.goto(f"{live_server.url}/no/such/page")
    expect(page.locator(".oops")).to_be_visible()
    assert sorted(text.split(" ")[0] for text in ears.all()) == ["console:", "script:"]
    context.close()
