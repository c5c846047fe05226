"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from wenming.issues.views import acting, case, notes, phone, photos, sweeps


class NumberConverter:
    """The number of an issue: month and serial."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{4,}"

    def to_python(self, value: str) -> str:
        """Return the number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as it stands."""
        return value


register_converter(NumberConverter, "issue_number")

app_name = "issues"

urlpatterns: list[URLPattern] = [
    # photos
    path("issues/photos/<int:pk>/<str:size>/", photos.photo, name="photo"),
    # leaders' notes
    path("issues/notes/", notes.notes, name="notes"),
    path("issues/notes/<int:pk>/instruct/", notes.instruct, name="note_instruct"),
    path("issues/notes/<int:pk>/assign/", notes.assign, name="note_assign"),
    path("issues/notes/<int:pk>/answer/", notes.feedback, name="note_answer"),
    # checks at like sites
    path("issues/sweeps/", sweeps.sweeps, name="sweeps"),
    path("issues/sweeps/limits/", sweeps.limits, name="sweep_limits"),
    path("issues/sweeps/<int:pk>/", sweeps.sweep, name="sweep"),
    path("issues/sweeps/sites/<int:pk>/", sweeps.answer, name="sweep_answer"),
    # one issue
    path("issues/<issue_number:number>/", case.issue, name="issue"),
    path("issues/<issue_number:number>/trail/", case.trail, name="trail"),
    path("issues/<issue_number:number>/due/", acting.due, name="due"),
    path("issues/<issue_number:number>/note/", notes.propose, name="note_new"),
    path("issues/<issue_number:number>/sweep/", sweeps.open_one, name="sweep_new"),
    path("issues/<issue_number:number>/answer/", phone.answer, name="answer"),
    path("issues/<issue_number:number>/cannot/", phone.cannot, name="cannot"),
    path("issues/<issue_number:number>/<slug:action>/", acting.act, name="act"),
]
