from django.urls import path

from wenming.burden.views import asking, weeks

app_name = "burden"
urlpatterns = [
    path("", weeks.burden, name="burden"),
    path("new/", asking.ask_new, name="ask_new"),
    path("<int:pk>/withdrawal/", asking.withdraw, name="withdraw"),
    path("units/<int:pk>/", weeks.unit, name="unit"),
    path("limits/", asking.limits, name="limits"),
    path("limits/estimates/", asking.estimates, name="estimates"),
    path("limits/<str:kind>/", asking.limit, name="limit"),
]
