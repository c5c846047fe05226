from django.urls import URLPattern

app_name = "burden"
urlpatterns: list[URLPattern] = []
