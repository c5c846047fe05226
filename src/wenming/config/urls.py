"""All addresses: the ground and sign-in at the root, everything of a city under ``/<city>/``."""

from django.conf.urls.i18n import set_language
from django.urls import include, path

from wenming.kernel.views import ground, oidc
from wenming.onsite.urls import in_city

CITY = [
    path("", include("wenming.workbench.urls")),
    path("", include("wenming.organisations.urls")),
    path("inbox/", include("wenming.messaging.urls")),
    path("", include("wenming.api.urls")),
    path("rounds/", include("wenming.inspections.urls")),
    path("scores/", include("wenming.assessment.urls")),
    path("standards/", include("wenming.standards.urls")),
    path("", include("wenming.campaigns.urls")),
    path("", include("wenming.sites.urls")),
    path("", include("wenming.issues.urls")),
    path("draws/", include("wenming.draws.urls")),
    path("burden/", include("wenming.burden.urls")),
    path("evidence/", include("wenming.evidence.urls")),
    path("materials/", include("wenming.materials.urls")),
    path("supervision/", include("wenming.supervision.urls")),
    path("onsite/", include(in_city)),
]

urlpatterns = [
    path("", include("wenming.kernel.urls")),
    path("language/", set_language, name="set_language"),
    # No installation sends mail: the office hands out accounts, the operator gives a new password (`account password`).
    path("accounts/password/reset/", ground.password_help, name="account_reset_password"),
    path("accounts/email/", ground.closed),
    path("accounts/3rdparty/signup/", ground.closed),
    # Ours are stricter than the ones of the same name behind them.
    path("accounts/oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("accounts/oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("accounts/", include("allauth.urls")),
    path("onsite/", include("wenming.onsite.urls")),
    path("<slug:city>/", include(CITY)),
]

handler400 = "django.views.defaults.bad_request"
