"""Forms of one's own account where sign-in's (allauth's) need a word of ours."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class PasskeyForm(AddWebAuthnForm):
    """Add a passkey; the field for its name has a label in the reader's language, which allauth's lacks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("通行密钥的名称")
