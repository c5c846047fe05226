"""Addresses of materials."""

from django.urls import path

app_name = "materials"
urlpatterns: list = [path("", lambda r: None, name="mine"), path("items/<int:pk>/", lambda r: None, name="item")]
