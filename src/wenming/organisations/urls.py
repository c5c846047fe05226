from django.urls import path

from wenming.organisations.views import changes, days, people, posts, units

app_name = "organisations"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/new/", changes.found, name="found"),
    path("units/order/", units.order, name="order"),
    path("units/groups/", units.groups, name="groups"),
    path("units/groups/new/", changes.group, name="group_new"),
    path("units/groups/<int:pk>/", changes.group, name="group"),
    path("units/headquarters/", units.headquarters, name="headquarters"),
    path("units/aliases/<int:pk>/withdrawal/", units.alias_withdrawal, name="alias_withdrawal"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/order/", units.order, name="order_below"),
    path("units/<int:pk>/people/new/", people.add, name="tenure_new"),
    path("units/<int:pk>/people/order/", people.order, name="tenure_order"),
    path("units/<int:pk>/<slug:what>/", changes.change, name="change"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/phone/", people.phone, name="phone"),
    path("people/<int:pk>/edit/", people.edit, name="person_edit"),
    path("people/tenures/<int:pk>/end/", people.end, name="tenure_end"),
    path("people/tenures/<int:pk>/successor/", people.succeed, name="tenure_successor"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.appoint, name="post_new"),
    path("posts/<int:pk>/delegation/", posts.delegate, name="post_delegation"),
    path("posts/<int:pk>/end/", posts.end, name="post_end"),
    path("calendar/", days.year, name="calendar"),
    path("calendar/day/", days.day, name="calendar_day"),
    path("calendar/hours/", days.hours, name="calendar_hours"),
    path("calendar/visit/", days.visit_start, name="visit_start"),
    path("calendar/visit/end/", days.visit_end, name="visit_end"),
]
