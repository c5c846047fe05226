"""Addresses of the phone that belong to no city."""

from django.urls import path

from wenming.onsite.views import shell

app_name = "onsite"
urlpatterns = [
    path("", shell.app, name="app"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
]
