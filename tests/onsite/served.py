"""Settings of a web server beside the tests: their database, their files."""

import os
from pathlib import Path

from wenming.config.settings.test import *  # noqa: F403  a settings module is the sum of its parts

DATABASES["default"]["NAME"] = os.environ["FIELD_DATABASE"]  # noqa: F405
FILES_FOLDER = Path(os.environ["FIELD_FILES"])
