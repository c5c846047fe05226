"""Settings of the commands that need no database: nothing but the catalogue of messages.

``WENMING_LANG`` (zh or en) chooses the language of what is printed.
"""

from __future__ import annotations

import os
from pathlib import Path

_LANGUAGES = {"zh": "zh-hans", "en": "en"}

SECRET_KEY = "signs nothing: no request is served under these settings"  # noqa: S105  not a secret
INSTALLED_APPS: list[str] = []
DATABASES: dict[str, dict[str, str]] = {}
USE_I18N = True
USE_TZ = True
LANGUAGE_CODE = _LANGUAGES.get(os.environ.get("WENMING_LANG", "zh"), "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
