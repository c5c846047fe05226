from django.urls import path

from wenming.standards.views import editions

app_name = "standards"
urlpatterns = [
    path("", editions.editions, name="editions"),
    path("<slug:code>/", editions.edition, name="edition"),
    path("<slug:code>/file/", editions.edition_file, name="edition_file"),
]
