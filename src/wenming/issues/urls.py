"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path

from wenming.issues.views import making, paper_changes, papers, photos

app_name = "issues"

urlpatterns: list[URLPattern] = [
    # photos
    path("issues/photos/<int:pk>/<str:size>/", photos.photo, name="photo"),
    # papers
    path("issues/papers/", papers.papers, name="papers"),
    path("issues/papers/weekly/", making.weekly, name="weekly"),
    path("issues/papers/new/", making.new, name="paper_new"),
    path("issues/papers/new/<str:kind>/", making.of_days, name="paper_make"),
    path("issues/papers/<int:pk>/", papers.paper, name="paper"),
    path("issues/papers/<int:pk>/edit/", paper_changes.edit, name="paper_edit"),
    path("issues/papers/<int:pk>/remake/", paper_changes.remake, name="paper_remake"),
    path("issues/papers/<int:pk>/number/", paper_changes.number, name="paper_number"),
    path("issues/papers/<int:pk>/scan/", papers.scan, name="paper_scan"),
    path("issues/papers/<int:pk>/versions/<int:version>/<str:ending>/", papers.file, name="paper_file"),
    path("issues/papers/<int:pk>/versions/<int:version>/pages/<int:page>/", papers.page, name="paper_page"),
]
