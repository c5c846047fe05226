"""What looks into bytes for what must not come in. The built-in look knows the test file of virus scanners; another one (``adapters.scanning``) may stand behind it."""

from __future__ import annotations

from collections.abc import Callable

Scanner = Callable[[bytes], str]
"""Returns the name of what it found, "" for nothing; ScannerSilentError where it cannot say."""
TEST_NAME = "EICAR-Test-File"
_TEST = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
OVERLAP = len(_TEST)
"""So much of a piece is looked at again with the next one."""


class ScannerSilentError(Exception):
    """The scanner did not answer."""


def look_for_known(content: bytes) -> str:
    """Return the name of the known thing in these bytes, "" for none."""
    return TEST_NAME if _TEST in content else ""
