from django.urls import path

from wenming.kernel.views import devices, ground, oidc, own, sign_in

app_name = "kernel"
urlpatterns = [
    path("", ground.start, name="start"),
    path("components/", ground.components, name="components"),
    path("operations/jobs/", ground.jobs, name="jobs"),
    path("operations/jobs/<int:pk>/retry/", ground.job_retry, name="job_retry"),
    path("healthz", ground.healthz, name="healthz"),
    path("metrics", ground.metrics_page, name="metrics"),
    path("https/", devices.https, name="https"),
    path("install/", devices.install, name="install"),
    path("install/ca.crt", devices.authority, name="authority"),
    path("accounts/link/<str:secret>/", sign_in.link, name="link"),
    path("accounts/phone/", sign_in.phone, name="phone"),
    path("accounts/phone/code/", sign_in.phone_code, name="phone_code"),
    path("accounts/own/password/", own.password, name="own_password"),
    path("accounts/own/phone/", own.phone, name="own_phone"),
    path("accounts/own/phone/code/", own.phone_code, name="own_phone_code"),
    path("accounts/unknown/", oidc.unknown, name="unknown_identity"),
    path("accounts/signed-out/", oidc.signed_out, name="signed_out"),
]
