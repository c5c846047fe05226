"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "issues"

urlpatterns: list[URLPattern] = []
