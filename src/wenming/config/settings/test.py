"""Settings of the test run: quick password hashing, files in a folder of the run's own."""

import tempfile
from pathlib import Path

from wenming.config.settings.development import *  # noqa: F403  a settings module is the sum of its parts

VAR = Path(tempfile.mkdtemp(prefix="wenming-test-"))
FILES_FOLDER = VAR / "files"
STATIC_ROOT = VAR / "static"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: the tests of concurrency and of kill -9 open it from several processes.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}  # noqa: F405
    # Nothing here has to outlive the machine losing power; a process that is killed loses nothing by it.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"  # noqa: F405
