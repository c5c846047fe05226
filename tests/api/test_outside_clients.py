"""Clients that nobody here wrote read the sites: GDAL's ogrinfo and ogr2ogr (OAPIF), and OWSLib."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from owslib.ogcapi.features import Features

from tests.api.registers import BASE, key_of, make_register
from tests.people import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(live_server) -> tuple[str, str]:
    """The address of a served register, and a key to it."""
    cache.clear()
    make_cast()
    make_register()
    return f"{live_server.url}{BASE}", key_of()


@pytest.fixture
def gdal() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs one of GDAL's programs."""

    def run(program: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        path = shutil.which(program)
        if path is None:
            pytest.skip(f"no {program} found: install the package gdal-bin")
        known = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return subprocess.run(
            [path, *arguments], env=known | env, capture_output=True, text=True, timeout=60, check=False
        )

    return run


def test_read_the_register_with_ogrinfo_finds_every_site(service, gdal):
    address, key = service
    done = gdal("ogrinfo", "-ro", "-al", f"OAPIF:{address}", GDAL_HTTP_HEADERS=f"Authorization: Bearer {key}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Feature Count: 6" in done.stdout
    assert "POINT (114.1 32.1)" in done.stdout
    assert "name (String) = 东门广场" in done.stdout


def test_read_the_register_with_a_name_and_a_key_as_password(service, gdal):
    address, key = service
    done = gdal(
        "ogrinfo", "-ro", "-so", f"OAPIF:{address}", "sites",
        GDAL_HTTP_USERPWD=f"chen.yulan:{key}", GDAL_HTTP_AUTH="BASIC",
    )  # fmt: skip
    assert (done.returncode, "Feature Count: 6" in done.stdout) == (0, True), done.stderr


def test_read_with_a_wrong_key_opens_nothing(service, gdal):
    address, _key = service
    done = gdal("ogrinfo", "-ro", f"OAPIF:{address}", GDAL_HTTP_HEADERS="Authorization: Bearer wrong")
    assert done.returncode == 1


def test_convert_a_part_of_the_register_with_ogr2ogr_pages_through_it(service, gdal, tmp_path):
    address, key = service
    out = tmp_path / "sites.geojson"
    done = gdal(
        "ogr2ogr", "-f", "GeoJSON", str(out), f"OAPIF:{address}", "sites", "-spat", "114.05", "32", "114.25", "33",
        "-oo", "PAGE_SIZE=1", GDAL_HTTP_HEADERS=f"Authorization: Bearer {key}",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert [one["properties"]["code"] for one in json.loads(out.read_text())["features"]] == ["a-1", "a-2"]


def test_read_the_register_with_owslib_finds_collections_and_sites(service):
    address, key = service
    reader = Features(address, headers={"Authorization": f"Bearer {key}"})
    assert reader.conformance()["conformsTo"][0].endswith("/conf/core")
    assert reader.collections()["collections"][0]["id"] == "sites"
    assert reader.feature_collections() == ["sites"]
    page: dict[str, Any] = reader.collection_items("sites", limit=2, bbox=[114.05, 32, 114.3, 33])
    assert ([one["id"] for one in page["features"]], page["numberMatched"]) == (["a-1", "a-2"], 2)
    assert reader.collection_item("sites", "b-1")["properties"]["name"] == "西门广场"
    assert reader.api()["openapi"] == "3.0.3"


def test_read_with_an_unknown_parameter_through_owslib_is_refused(service):
    address, key = service
    reader = Features(address, headers={"Authorization": f"Bearer {key}"})
    with pytest.raises(RuntimeError, match="unknown parameter"):
        reader.collection_items("sites", nope="1")
