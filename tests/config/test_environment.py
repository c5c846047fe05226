"""What the environment says of base maps: whole, or refused at the start with what is missing."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from wenming.config.settings import environment

TILES = "https://tiles.example.gov.cn/{z}/{x}/{y}.png"


def configure(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name in ("TILES", "ATTRIBUTION", "DATUM"):
        monkeypatch.setenv(f"WENMING_MAP_{name}", values.get(name.lower(), ""))


def test_configure_no_base_map_opens_nothing(monkeypatch):
    configure(monkeypatch)
    assert environment.base_map() == ("", "", "")
    assert environment.origins("") == []


def test_configure_a_base_map_opens_its_host_alone(monkeypatch):
    configure(monkeypatch, tiles=TILES, attribution="审图号：GS(2024)0001号", datum="gcj02")
    assert environment.base_map() == (TILES, "审图号：GS(2024)0001号", "gcj02")
    assert environment.origins(TILES) == ["https://tiles.example.gov.cn"]
    assert environment.origins("/static/tiles/{z}/{x}/{y}.png") == []


@pytest.mark.parametrize(("values", "said"), [
    ({"tiles": "https://tiles.example/map.png", "attribution": "a", "datum": "wgs84"}, "WENMING_MAP_TILES"),
    ({"tiles": "javascript:{z}{x}{y}", "attribution": "a", "datum": "wgs84"}, "WENMING_MAP_TILES"),
    ({"tiles": TILES, "datum": "wgs84"}, "WENMING_MAP_ATTRIBUTION"),
    ({"tiles": TILES, "attribution": "a"}, "WENMING_MAP_DATUM"),
    ({"tiles": TILES, "attribution": "a", "datum": "bd09"}, "WENMING_MAP_DATUM"),
])  # fmt: skip
def test_configure_half_a_base_map_is_refused_by_name(monkeypatch, values, said):
    configure(monkeypatch, **values)
    with pytest.raises(ImproperlyConfigured, match=said):
        environment.base_map()


BACKENDS = "django.core.mail.backends"
SERVERS = {
    "": (f"{BACKENDS}.dummy.EmailBackend", None, None, None),
    "file:/tmp/letters": (f"{BACKENDS}.filebased.EmailBackend", None, None, None),
    "smtp://mail.lan": (f"{BACKENDS}.smtp.EmailBackend", 25, None, None),
    "smtp+starttls://us%40er:pa@mail.lan": (f"{BACKENDS}.smtp.EmailBackend", 587, True, None),
    "smtps://mail.lan:4650": (f"{BACKENDS}.smtp.EmailBackend", 4650, None, True),
}


@pytest.mark.parametrize(("value", "wanted"), SERVERS.items())
def test_configure_mail_names_the_server(monkeypatch, value, wanted):
    monkeypatch.setenv("WENMING_MAIL", value)
    monkeypatch.setenv("WENMING_MAIL_FROM", "wenming@city.example")
    said = environment.mail()
    names = ("EMAIL_BACKEND", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(said.get(name) for name in names) == wanted
    if "@" in value:
        assert (said["EMAIL_HOST_USER"], said["EMAIL_HOST_PASSWORD"]) == ("us@er", "pa")


@pytest.mark.parametrize(("value", "sender", "said"), [
    ("mail.lan", "a@b.cn", "WENMING_MAIL begins"), ("smtp:///", "a@b.cn", "WENMING_MAIL begins"), ("smtp://x", "", "WENMING_MAIL_FROM"),
])  # fmt: skip
def test_configure_mail_by_halves_is_refused_by_name(monkeypatch, value, sender, said):
    monkeypatch.setenv("WENMING_MAIL", value)
    monkeypatch.setenv("WENMING_MAIL_FROM", sender)
    with pytest.raises(ImproperlyConfigured, match=said):
        environment.mail()
