from django.urls import path

from wenming.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("away/", views.away_all, name="away_all"),
    path("<int:pk>/away/", views.away, name="away"),
    path("<int:pk>/return/", views.back, name="back"),
    path("<int:pk>/done/", views.done, name="done"),
]
