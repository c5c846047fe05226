"""Addresses outside a city: the ground, and sign-in (allauth's)."""

from __future__ import annotations

from wenming.config.commands.doors.shape import ANYBODY, OPERATOR, SIGNED_IN, act, form, machine, page, vague

_ALL, _IN, _OPERATOR = frozenset({ANYBODY}), frozenset({SIGNED_IN}), frozenset({OPERATOR})

GROUND = {
    "kernel:start": page(_IN),
    "kernel:components": page(_ALL),
    "kernel:jobs": page(_OPERATOR),
    "kernel:job_retry": act(_OPERATOR, pk="job_run"),
    "kernel:healthz": page(_ALL),
    "kernel:metrics": page(_ALL),
    "kernel:https": page(_ALL),
    # only where this installation made its certificate itself
    "kernel:install": vague(page(_ALL)),
    "kernel:authority": vague(page(_ALL)),
    # the example has no secret that anybody was given
    "kernel:link": vague(form(_ALL, secret="no_secret")),  # noqa: S106  the name of an example
    "kernel:phone": form(_ALL),
    "kernel:phone_code": form(_ALL),
    "kernel:own_password": form(_IN),
    "kernel:own_phone": form(_IN),
    "kernel:own_phone_code": form(_IN),
    "socialaccount_connections": page(_IN),
    "onsite:app": page(_ALL),
    "onsite:manifest": page(_ALL),
    # answers 404 before the first build of the front end
    "onsite:worker": vague(page(_ALL)),
    "onsite:me": machine(_IN),
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
    "kernel:unknown_identity",
    "kernel:signed_out",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
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
