"""Sign-in by a code that comes by SMS: the same for numbers that somebody has and for numbers that nobody has."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.people import LEADER, OFFICER, PASSWORD, make_account
from wenming.kernel.actions.codes import (
    PhoneTakenError,
    TooManyCodesError,
    ask_code,
    draw_code,
    prove_phone,
    set_phone,
    sweep_sign_in,
    use_code,
)
from wenming.kernel.adapters import sms
from wenming.kernel.imports.gateways import Gateway, read_gateway
from wenming.kernel.models import Account, SignInCode
from wenming.kernel.rules import normal_phone
from wenming.kernel.tasks import send_code, sweep_codes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NUMBER, NOBODY = "13900000001", "13900000009"


@pytest.fixture
def officer():
    account = make_account(OFFICER)
    return set_phone(account=account, number=NUMBER, by=None, at=AT)


@pytest.fixture
def post(tmp_path, settings):
    """The file into which messages go."""
    file = tmp_path / "sms.jsonl"
    settings.SMS_GATEWAY = Gateway("file", str(file))
    return lambda: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def ask(number=NUMBER, at=AT, address="203.0.113.7", purpose="sign_in", by=None):
    return ask_code(purpose=purpose, number=number, address=address, by=by, at=at)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("139 0000 0001", NUMBER),
        ("+86 139-0000-0001", NUMBER),
        ("0086 13900000001", NUMBER),
        ("１３９００００ ０００１", NUMBER),
        ("+852 6123 4567", "+85261234567"),
    ],
)
def test_normal_phone_reads_what_people_write(written, kept):
    assert normal_phone(written) == kept


@pytest.mark.parametrize("written", ["0376-5550123", "12345", "139000000011", "12900000001", "张三"])
def test_normal_phone_refuses_what_no_sms_reaches(written):
    with pytest.raises(ValidationError):
        normal_phone(written)


def test_use_code_opens_the_account_once(officer):
    code = ask()
    number, digits = draw_code(code=code, by=None, at=AT)
    assert number == NUMBER
    assert digits not in str(list(SignInCode.objects.values()))
    assert use_code(code=code, digits=digits, by=None, at=AT) == officer
    assert use_code(code=code, digits=digits, by=None, at=AT) is None
    assert draw_code(code=code, by=None, at=AT) is None


def test_use_code_after_five_wrong_tries_is_dead(officer):
    code = ask()
    _number, digits = draw_code(code=code, by=None, at=AT)
    wrong = "000000" if digits != "000000" else "111111"
    assert [use_code(code=code, digits=wrong, by=None, at=AT) for _try in range(5)] == [None] * 5
    assert use_code(code=code, digits=digits, by=None, at=AT) is None


@pytest.mark.parametrize("change", [{"is_active": False}, None])
def test_use_code_of_a_locked_account_or_too_late_opens_nothing(officer, change):
    code = ask()
    _number, digits = draw_code(code=code, by=None, at=AT)
    if change:
        Account.objects.update(**change)
    moment = AT if change else AT + timedelta(minutes=5)
    assert use_code(code=code, digits=digits, by=None, at=moment) is None


def test_ask_code_for_nobodys_number_leaves_the_same_traces_and_sends_nothing(officer, post):
    for number in (NUMBER, NOBODY):
        ask(number)
    known, unknown = SignInCode.objects.order_by("pk")
    assert (known.account, unknown.account) == (officer, None)
    assert (known.number, unknown.number, unknown.digest) == ("", "", "")
    assert draw_code(code=unknown, by=None, at=AT) is None
    assert use_code(code=unknown, digits="000000", by=None, at=AT) is None


@pytest.mark.parametrize(
    ("moments", "reason"),
    [
        ([0, 30], "number"),
        ([0, 61, 122, 183, 244, 305], "number"),
    ],
)
def test_ask_code_too_often_for_one_number_is_refused_alike(officer, moments, reason):
    for number in (NUMBER, NOBODY):
        *fine, over = moments
        for seconds in fine:
            ask(number, at=AT + timedelta(seconds=seconds))
        with pytest.raises(TooManyCodesError, match=reason):
            ask(number, at=AT + timedelta(seconds=over))


def test_ask_code_too_often_from_one_address_is_refused():
    for number in range(30):
        ask(f"139000001{number:02d}")
    with pytest.raises(TooManyCodesError, match="address"):
        ask("13900000200")
    assert ask("13900000200", address=None).address is None


def test_ask_code_too_often_at_all_is_refused(monkeypatch):
    monkeypatch.setattr("wenming.kernel.actions.codes.PER_INSTALLATION", ((timedelta(hours=1), 1),))
    ask("13900000200")
    with pytest.raises(TooManyCodesError, match="installation"):
        ask("13900000201")


def test_prove_phone_takes_the_number_over_for_its_owner_only(officer):
    leader = make_account(LEADER)
    code = ask(NOBODY, purpose="phone_change", by=leader)
    number, digits = draw_code(code=code, by=None, at=AT)
    assert number == NOBODY
    assert not prove_phone(code=code, digits=digits, by=officer, at=AT)
    assert prove_phone(code=code, digits=digits, by=leader, at=AT)
    leader.refresh_from_db()
    assert leader.phone == NOBODY


def test_prove_phone_of_another_account_is_refused(officer):
    leader = make_account(LEADER)
    code = ask(NUMBER, purpose="phone_change", by=leader)
    _number, digits = draw_code(code=code, by=None, at=AT)
    with pytest.raises(PhoneTakenError):
        prove_phone(code=code, digits=digits, by=leader, at=AT)
    code.refresh_from_db()
    assert code.used_at is None


def test_sweep_forgets_codes_after_two_days():
    ask(NOBODY)
    assert sweep_sign_in(by=None, at=AT + timedelta(days=2)) == 0
    assert sweep_sign_in(by=None, at=AT + timedelta(days=3)) == 1
    assert sweep_codes() == 0


def test_sign_in_by_code_from_number_to_page(client, officer, post):
    page = client.post("/accounts/phone/?next=/qinghe/units/", {"phone": "139 0000 0001", "next": "/qinghe/units/"})
    assert page["Location"] == "/accounts/phone/code/?next=%2Fqinghe%2Funits%2F"
    assert send_code(SignInCode.objects.get().pk)
    (message,) = post()
    assert (message["phone"], message["code"] in message["text"]) == (NUMBER, True)
    code = f"{message['code'][:3]} {message['code'][3:]}"
    answer = client.post("/accounts/phone/code/", {"code": code, "next": "/qinghe/units/"})
    assert answer["Location"] == "/qinghe/units/"
    assert client.get("/qinghe/units/").status_code == 200


def test_sign_in_by_code_answers_alike_for_nobodys_number(client, officer, post):
    answers = []
    for number in (NUMBER, NOBODY):
        client.cookies.clear()
        asked = client.post("/accounts/phone/", {"phone": number})
        page = client.get("/accounts/phone/code/").content.decode().replace(number[-4:], "")
        wrong = client.post("/accounts/phone/code/", {"code": "000000"})
        answers.append((asked.status_code, asked["Location"], page.count("<"), wrong.status_code))
    assert answers[0] == answers[1]
    assert not send_code(SignInCode.objects.latest("pk").pk)
    assert post() == []


def test_sign_in_by_code_asks_for_the_second_factor(client, officer, post):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    client.post("/accounts/phone/", {"phone": NUMBER})
    send_code(SignInCode.objects.get().pk)
    answer = client.post("/accounts/phone/code/", {"code": post()[0]["code"]})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")


def test_sign_in_by_code_is_locked_after_five_wrong_tries(client, officer, post):
    client.post("/accounts/phone/", {"phone": NUMBER})
    statuses = [client.post("/accounts/phone/code/", {"code": "000000"}).status_code for _try in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert client.post("/accounts/phone/code/", {"code": "000000"}).status_code == 429
    assert client.post("/accounts/phone/", {"phone": NUMBER}).status_code == 429


def test_phone_page_says_what_is_wrong(client, post):
    assert "不是手机号" in client.post("/accounts/phone/", {"phone": "0376-5550123"}).content.decode()
    client.post("/accounts/phone/", {"phone": NUMBER})
    assert "请等 1 分钟再试" in client.post("/accounts/phone/", {"phone": NUMBER}).content.decode()
    assert "6 位数字" in client.post("/accounts/phone/code/", {"code": "12"}).content.decode()
    client.cookies.clear()
    assert client.get("/accounts/phone/code/")["Location"] == "/accounts/phone/"


def test_phone_page_says_when_other_limits_are_reached(client, post, monkeypatch):
    monkeypatch.setattr("wenming.kernel.actions.codes.PER_INSTALLATION", ((timedelta(hours=1), 0),))
    assert "过一小时再试" in client.post("/accounts/phone/", {"phone": NUMBER}).content.decode()


def test_phone_page_without_sms_says_so_and_sign_in_shows_no_way(client):
    assert "没有开通短信" in client.get("/accounts/phone/").content.decode()
    assert "手机验证码" not in client.get("/accounts/login/").content.decode()


def test_sign_in_page_with_sms_shows_both_ways(client, post):
    page = client.get("/accounts/login/?next=/qinghe/").content.decode()
    assert '<a class="entry-way" href="/accounts/phone/?next=%2Fqinghe%2F">' in page


def prove(client, account):
    """Sign in, and type the password once more, as pages of one's own account ask."""
    client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    assert client.get("/accounts/own/phone/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/own/phone/"})


def test_own_number_is_changed_by_a_code_to_the_new_one(client, officer, post):
    prove(client, officer)
    assert "139****0001" in client.get("/accounts/own/phone/").content.decode()
    assert client.post("/accounts/own/phone/", {"phone": NOBODY})["Location"] == "/accounts/own/phone/code/"
    assert "请等 1 分钟" in client.post("/accounts/own/phone/", {"phone": NOBODY}).content.decode()
    assert "139****0009" in client.get("/accounts/own/phone/code/").content.decode()
    assert client.post("/accounts/own/phone/code/", {"code": "000000"}).status_code == 422
    send_code(SignInCode.objects.get().pk)
    assert client.post("/accounts/own/phone/code/", {"code": post()[0]["code"]}).status_code == 302
    officer.refresh_from_db()
    assert officer.phone == NOBODY
    assert client.get("/accounts/own/phone/code/")["Location"] == "/accounts/own/phone/"


def test_own_number_that_is_somebody_elses_is_refused(client, officer, post):
    leader = make_account(LEADER)
    prove(client, leader)
    client.post("/accounts/own/phone/", {"phone": NUMBER})
    send_code(SignInCode.objects.get().pk)
    page = client.post("/accounts/own/phone/code/", {"code": post()[0]["code"]})
    assert (page.status_code, "另一个账号" in page.content.decode()) == (422, True)


def test_own_number_without_sms_cannot_be_changed(client, officer):
    prove(client, officer)
    assert "没有开通短信" in client.post("/accounts/own/phone/", {"phone": NOBODY}).content.decode()
    assert SignInCode.objects.count() == 0


class Answer:
    """What a gateway says."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text


@pytest.fixture
def gateway(settings):
    """A gateway on this machine: returns what it was sent, answers what it is told."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((body, dict(self.headers)))
            self.send_response(server.answer.status)
            self.end_headers()
            self.wfile.write(server.answer.text.encode())

        def log_message(self, *_arguments):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answer = [], Answer(200, '{"code": 0}')
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def write(tmp_path, server, **more):
    lines = [f'url = "http://127.0.0.1:{server.server_port}/send"']
    lines += [f"{name} = {value}" for name, value in more.items()]
    lines += ["[body]", 'mobile = "{phone}"', 'content = "{text}"']
    file = tmp_path / "sms.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


def test_send_through_a_gateway_posts_signed_json(tmp_path, settings, gateway):
    import hashlib
    import hmac

    path = write(tmp_path, gateway, key='"geheim"', expect='{ code = "0" }', text='"code {code}"')
    settings.SMS_GATEWAY, faults = read_gateway(path)
    assert faults == []
    sms.send_code(NUMBER, "123456", 5)
    body, headers = gateway.got[0]
    assert json.loads(body) == {"mobile": NUMBER, "content": "code 123456"}
    assert headers["X-Signature"] == hmac.new(b"geheim", body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(("status", "text"), [(500, "{}"), (200, '{"code": 7}'), (200, "busy"), (302, "{}")])
def test_send_through_a_gateway_that_says_no_sends_nothing(tmp_path, settings, gateway, officer, status, text):
    settings.SMS_GATEWAY, _faults = read_gateway(write(tmp_path, gateway, expect='{ code = "0" }'))
    gateway.answer = Answer(status, text)
    with pytest.raises(sms.NotSentError):
        sms.send_code(NUMBER, "123456", 5)
    assert not send_code(ask(at=timezone.now()).pk)


def test_send_through_a_gateway_that_is_not_there_sends_nothing(settings):
    settings.SMS_GATEWAY = Gateway("http", "http://127.0.0.1:9/", body={"to": "{phone}"})
    with pytest.raises(sms.NotSentError, match="ConnectionError"):
        sms.send_code(NUMBER, "123456", 5)


def test_send_into_the_log_shows_the_code(settings, caplog):
    settings.SMS_GATEWAY, _faults = read_gateway("log")
    sms.send_code(NUMBER, "123456", 5)
    assert "123456" in caplog.text


@pytest.mark.parametrize(
    ("text", "key", "wrong"),
    [
        ("url = 1", "url", "is not a text"),
        ('url = "ftp://x"\n[body]\nto = "{phone}"', "url", "is 'ftp://x'"),
        ('url = "https://x"\n[body]\nto = "x"', "body", "has no {phone}"),
        ('url = "https://x"\ntext = "{name.x}{who}"\n[body]\nto = "{phone}"', "text", "is '{name.x}{who}'"),
        ('url = "https://x"\nadress = "y"', "adress", "is not a key"),
        ('url = "https://x"\nheaders = 1\n[body]\nto = "{phone}"', "headers", "is not a table of texts"),
    ],
)
def test_read_a_faulty_gateway_names_the_key(tmp_path, text, key, wrong):
    file = tmp_path / "sms.toml"
    file.write_text(text, encoding="utf-8")
    gateway, (fault,) = read_gateway(str(file))
    assert (gateway.kind, fault.key, fault.wrong) == ("", key, wrong)


def test_read_no_gateway_sends_nothing():
    assert read_gateway("") == (Gateway(), [])
    assert read_gateway("file:/x")[0] == Gateway("file", "/x")
