"""Addresses of the phone: those that belong to no city, and those of a city."""

from django.urls import path

from wenming.onsite.views import days, files, own, shell, worker

app_name = "onsite"
urlpatterns = [
    path("", shell.app, name="app"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("sw.js", worker.worker, name="worker"),
    path("me/", own.me, name="me"),
]
in_city = (
    [
        path("day/", days.day, name="day"),
        path("records/", days.records, name="records"),
        path("files/<uuid:key>/", files.file, name="file"),
    ],
    "onsite_city",
)
"""Below ``/<city>/onsite/``."""
