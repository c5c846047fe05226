"""What every start looks through: the files that name identity providers and the SMS gateway."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_files(**_options: Any) -> list[CheckMessage]:
    """Return one line for each fault: variable, file, key, what is wrong; the hint says how to mend it."""
    found = [("WENMING_OIDC", "wenming.E001", one) for one in settings.OIDC_FAULTS]
    found += [("WENMING_SMS", "wenming.E002", one) for one in settings.SMS_FAULTS]
    return [
        Error(f"{variable}: {one.file}: {one.key or 'the file'} {one.wrong}", hint=one.mend, id=code)
        for variable, code, one in found
    ]
