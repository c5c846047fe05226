"""``serve --tls`` and ``demo --lan``: certificates by option or variable, never half of one."""

from __future__ import annotations

import pytest

import run
from tools.house.ground import HouseError
from tools.house.tls import Tls, given


def test_name_half_a_certificate_is_refused_with_a_mend(tmp_path, monkeypatch):
    monkeypatch.delenv("WENMING_TLS_KEY", raising=False)
    with pytest.raises(HouseError, match="TLS has no key") as refused:
        given(str(tmp_path / "a.crt"), "", 443)
    assert "WENMING_TLS_KEY" in refused.value.mend


def test_name_a_certificate_by_variables_uses_it(tmp_path, monkeypatch):
    for name in ("a.crt", "a.key"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.setenv("WENMING_TLS_CERTIFICATE", str(tmp_path / "a.crt"))
    monkeypatch.setenv("WENMING_TLS_KEY", str(tmp_path / "a.key"))
    assert given("", "", 443) == Tls(str(tmp_path / "a.crt"), str(tmp_path / "a.key"), 443)
    with pytest.raises(HouseError, match="cannot be read"):
        given(str(tmp_path / "none.crt"), "", 443)


def test_name_no_certificate_gives_none(monkeypatch):
    monkeypatch.delenv("WENMING_TLS_CERTIFICATE", raising=False)
    monkeypatch.delenv("WENMING_TLS_KEY", raising=False)
    assert given("", "", 443) is None


def test_own_authority_takes_strict_transport_away():
    assert Tls("c", "k", 8443, "ca", "f").variables == {"WENMING_HTTPS_PORT": "8443", "WENMING_HSTS": "0"}
    assert Tls("c", "k", 443).variables == {"WENMING_HTTPS_PORT": "443"}


def test_ask_for_a_certificate_without_tls_ends_with_two_and_one_mend(capsys):
    assert run.main(["serve", "--certificate", "a.crt"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "run.py: --certificate, --key and --plain-port belong to --tls",
        "        add --tls, or leave them out",
    ]
