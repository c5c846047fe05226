"""HTTPS in our own hands: what plain HTTP still gives, the install sheet, what a page says that came unencrypted."""

import json
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from tests.architecture.sources import ROOT
from tests.people import LEADER, make_account
from tools import certificates

NOW = datetime(2026, 11, 20, tzinfo=UTC)
NAMES = ["127.0.0.1", "localhost", "192.168.1.5", "wenming.example.cn"]


@pytest.fixture
def folder(tmp_path, settings):
    """An authority of our own, and a platform that holds TLS itself."""
    certificates.certify(tmp_path / "tls", NAMES, datetime.now(UTC))
    settings.TLS_FOLDER, settings.HTTPS_PORT = tmp_path / "tls", "8443"
    return settings.TLS_FOLDER


@pytest.mark.django_db
def test_plain_http_gives_the_sheet_and_the_authority_only(client, folder):
    sheet = client.get("/install/").content.decode()
    assert all(words in sheet for words in ("https://192.168.1.5:8443/", "https://wenming.example.cn:8443/", "qr-code"))
    assert "https://127.0.0.1" not in sheet
    own = x509.load_pem_x509_certificate(client.get("/install/ca.crt").content)
    assert own == x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    fingerprint = own.fingerprint(certificates.hashes.SHA256()).hex(":").upper()
    assert (fingerprint[:47] in sheet, fingerprint[48:] in sheet) == (True, True)
    assert client.get("/")["Location"] == "/install/"
    assert client.get("/accounts/login/?next=/x/")["Location"] == "https://testserver:8443/accounts/login/?next=/x/"
    assert client.post("/accounts/login/", {"login": "a"})["Location"] == "https://testserver:8443/accounts/login/"
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_https_gives_everything(client, folder):
    assert client.get("/accounts/login/", secure=True).status_code == 200


def test_plain_http_beside_a_given_certificate_leads_to_https(client, settings, tmp_path):
    settings.HTTPS_PORT, settings.TLS_FOLDER = "443", tmp_path
    assert client.get("/")["Location"] == "https://testserver/"
    assert client.get("/install/").status_code == 404
    assert client.get("/install/ca.crt").status_code == 404


def test_forwarded_header_does_not_pass_for_https(client, folder):
    answer = client.get("/accounts/login/", headers={"X-Forwarded-Proto": "https"})
    assert answer["Location"].startswith("https://testserver:8443/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("host", "secure", "shown"),
    [
        ("testserver", False, True),
        ("127.0.0.1", False, False),
        ("localhost:8000", False, False),
        ("testserver", True, False),
    ],
)
def test_strip_stands_on_pages_that_came_unencrypted_from_elsewhere(client, host, secure, shown):
    client.force_login(make_account(LEADER))
    for path in ("/qinghe/", "/accounts/2fa/"):
        page = client.get(path, headers={"host": host}, secure=secure).content.decode()
        assert ('href="/https/"' in page) == shown


def test_https_page_says_where_to_go(client, folder):
    page = client.get("/https/", secure=True).content.decode()
    assert ('href="/install/"' in page, page.count("data-check=")) == (True, 7)


def test_https_page_without_an_authority_names_the_other_ways(client):
    assert "serve --tls" in client.get("/https/").content.decode()


def test_certify_again_keeps_what_fits(tmp_path):
    first = certificates.certify(tmp_path, NAMES, NOW)
    server = (tmp_path / "server.crt").read_bytes()
    again = certificates.certify(tmp_path, NAMES, NOW + timedelta(days=300))
    assert (first["fresh"], again["fresh"], first["fingerprint"] == again["fingerprint"]) == (True, False, True)
    assert (tmp_path / "server.crt").read_bytes() == server
    assert [oct((tmp_path / name).stat().st_mode)[-3:] for name in ("ca.key", "server.key")] == ["600", "600"]


@pytest.mark.parametrize(
    ("names", "days"), [([*NAMES, "10.0.0.9"], 0), (NAMES, 380)], ids=["other addresses", "near its end"]
)
def test_certify_with_other_addresses_or_near_the_end_renews_the_server_only(tmp_path, names, days):
    first = certificates.certify(tmp_path, NAMES, NOW)
    server = (tmp_path / "server.crt").read_bytes()
    again = certificates.certify(tmp_path, names, NOW + timedelta(days=days))
    assert (again["fresh"], first["fingerprint"] == again["fingerprint"]) == (False, True)
    assert (tmp_path / "server.crt").read_bytes() != server


@pytest.mark.parametrize(
    ("names", "days"), [([*NAMES, "other.example.cn"], 0), ([*NAMES, "203.0.113.5"], 0), (NAMES, 5 * 365 - 10)]
)
def test_certify_what_the_authority_may_not_vouch_for_makes_another(tmp_path, names, days):
    first = certificates.certify(tmp_path, NAMES, NOW)
    again = certificates.certify(tmp_path, names, NOW + timedelta(days=days))
    assert (again["fresh"], first["fingerprint"] == again["fingerprint"]) == (True, False)


def test_certify_over_a_broken_or_strange_key_begins_anew(tmp_path):
    certificates.certify(tmp_path, NAMES, NOW)
    (tmp_path / "ca.key").write_bytes((tmp_path / "server.key").read_bytes())
    assert certificates.certify(tmp_path, NAMES, NOW)["fresh"]
    certificates.certify(tmp_path / "other", NAMES, NOW)
    (tmp_path / "server.crt").write_bytes((tmp_path / "other" / "server.crt").read_bytes())
    (tmp_path / "server.key").write_bytes((tmp_path / "other" / "server.key").read_bytes())
    before = (tmp_path / "server.crt").read_bytes()
    assert not certificates.certify(tmp_path, NAMES, NOW)["fresh"]
    assert (tmp_path / "server.crt").read_bytes() != before


def test_read_no_authority_finds_none(tmp_path):
    from wenming.kernel.adapters.certificates import authority_in

    assert authority_in(tmp_path) is None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_serve_with_a_made_certificate_answers_over_tls(tmp_path):
    made = json.loads(
        subprocess.run(
            [sys.executable, "tools/certificates.py", tmp_path / "tls", "127.0.0.1", "localhost"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout
    )  # fmt: skip
    from tools.house.ground import environment
    from tools.house.tls import Tls

    tls = Tls(made["certificate"], made["key"], free_port(), made["authority"], made["fingerprint"])
    env = environment(
        DJANGO_SETTINGS_MODULE="wenming.config.settings.development",
        WENMING_VAR=str(tmp_path),
        DATABASE_URL=None,
        **tls.variables,
    )
    command = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", "--workers", "1"]
    command += [
        "--host",
        "127.0.0.1",
        "--blocking-threads",
        "2",
        "--backpressure",
        "16",
        *tls.options,
        "--port",
        str(tls.port),
        "wenming.config.wsgi:application",
    ]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env)
    try:
        answer = ask(f"https://localhost:{tls.port}/healthz", ssl.create_default_context(cafile=tls.authority))
        assert json.loads(answer) == {"status": "ok"}
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://localhost:{tls.port}/healthz", timeout=30)
    finally:
        server.terminate()
        server.wait(20)


def ask(url: str, trust: ssl.SSLContext) -> bytes:
    """Return the answer of an address as soon as there is one."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30, context=trust) as reply:
                return reply.read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
