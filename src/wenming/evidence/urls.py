"""Addresses of photos as proof."""

from django.urls import path

from wenming.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("export/", views.export, name="export"),
    path("weights/", views.weights, name="weights"),
    path("<int:pk>/", views.finding, name="finding"),
    path("<int:pk>/explain/", views.explain, name="explain"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("photos/<int:pk>/<slug:size>/", views.photo, name="photo"),
]
