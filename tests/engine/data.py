"""Where the real inputs of tests lie: `$WENMING_TEST_DATA`, else `../shared/data` beside the repository."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """Return the folder, whether it exists or not."""
    named = os.environ.get("WENMING_TEST_DATA")
    return Path(named) if named else REPOSITORY.parent / "shared" / "data"


def data_path(name: str) -> Path:
    """Return a file or folder of the test data; skip the test where it is absent, fail it when CI=true."""
    path = data_folder() / name
    if not path.exists():
        reason = f"no test data at {path}: set WENMING_TEST_DATA to the folder that holds {name}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
