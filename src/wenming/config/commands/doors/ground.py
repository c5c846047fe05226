"""Addresses outside a city: the ground, and sign-in (allauth's)."""

from __future__ import annotations

from wenming.config.commands.doors.shape import ANYBODY, OPERATOR, SIGNED_IN, act, form, page

_ALL, _IN, _OPERATOR = frozenset({ANYBODY}), frozenset({SIGNED_IN}), frozenset({OPERATOR})

GROUND = {
    "kernel:start": page(_IN),
    "kernel:components": page(_ALL),
    "kernel:jobs": page(_OPERATOR),
    "kernel:job_retry": act(_OPERATOR, pk="job_run"),
    "kernel:healthz": page(_ALL),
    "kernel:metrics": page(_ALL),
    "set_language": form(_ALL),
    "account_login": form(_ALL),
    "account_logout": form(_ALL),
    "account_inactive": page(_ALL),
    "account_reauthenticate": form(_IN),
    "account_change_password": form(_IN),
    "account_reset_password": page(_ALL),
    "mfa_index": page(_IN),
    "mfa_reauthenticate": form(_IN),
    "mfa_activate_totp": form(_IN),
    "mfa_generate_recovery_codes": form(_IN),
    "mfa_list_webauthn": page(_IN),
    "mfa_add_webauthn": form(_IN),
    "mfa_reauthenticate_webauthn": form(_IN),
}
SHUT = frozenset({
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "account_reset_password_done",
    "mfa_authenticate",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "mfa_download_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_deactivate_totp",
})  # fmt: skip
"""Addresses of sign-in that lead nowhere by themselves: closed here, a step inside another one's conversation, or what only who has a second factor has."""
