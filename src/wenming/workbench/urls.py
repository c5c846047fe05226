from django.urls import path

from wenming.workbench import views

app_name = "workbench"
urlpatterns = [
    path("", views.home, name="home"),
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/export/", views.rounds_export, name="rounds_export"),
]
