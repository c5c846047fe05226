from django.urls import path

from wenming.standards import views

app_name = "standards"
urlpatterns = [
    path("", views.editions, name="editions"),
    path("<slug:code>/", views.edition, name="edition"),
    path("<slug:code>/file/", views.edition_file, name="edition_file"),
]
