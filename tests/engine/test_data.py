"""The helper that finds test data."""

import pytest

from tests.engine.data import REPOSITORY, data_folder, data_path


def test_find_folder_when_named_is_the_named_one(monkeypatch, tmp_path):
    monkeypatch.setenv("WENMING_TEST_DATA", str(tmp_path))
    assert data_folder() == tmp_path


def test_find_folder_by_default_lies_beside_the_repository(monkeypatch):
    monkeypatch.delenv("WENMING_TEST_DATA", raising=False)
    assert data_folder() == REPOSITORY.parent / "shared" / "data"


def test_find_file_when_there_returns_its_path(monkeypatch, tmp_path):
    monkeypatch.setenv("WENMING_TEST_DATA", str(tmp_path))
    (tmp_path / "a.csv").touch()
    assert data_path("a.csv") == tmp_path / "a.csv"


def test_find_file_when_absent_skips(monkeypatch, tmp_path):
    monkeypatch.setenv("WENMING_TEST_DATA", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"no test data at .*a\.csv"):
        data_path("a.csv")


def test_find_file_when_absent_in_ci_fails(monkeypatch, tmp_path):
    monkeypatch.setenv("WENMING_TEST_DATA", str(tmp_path))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"no test data at .*a\.csv"):
        data_path("a.csv")
