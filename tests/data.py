"""Where the test data lie, and Django's message catalogue for tests that need nothing else of Django."""

from __future__ import annotations

import os
from pathlib import Path

import django
import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKS = ROOT / "data" / "standards"


def data_file(name: str) -> Path:
    """Return a file of $WENMING_TEST_DATA (else ../shared/data); without it the test is skipped, and fails when CI=true."""
    path = Path(os.environ.get("WENMING_TEST_DATA") or ROOT.parent / "shared" / "data") / name
    if not path.exists():
        reason = f"test data {path} are not here; set WENMING_TEST_DATA"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def use_messages() -> None:
    """Set Django up for gettext, unless the lane has done so already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenming.config.settings.bare")
    if not apps.ready:
        django.setup()
