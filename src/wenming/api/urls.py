from django.urls import path

from wenming.api.views import features, feeds, keys

app_name = "api"
urlpatterns = [
    path("keys/", keys.keys, name="keys"),
    path("keys/city/", keys.city_keys, name="city_keys"),
    path("keys/<int:pk>/revocation/", keys.revoke, name="key_revoke"),
    path("api/features/", features.landing, name="landing"),
    path("api/features/api", features.definition, name="definition"),
    path("api/features/conformance", features.conformance, name="conformance"),
    path("api/features/collections", features.collections, name="collections"),
    path("api/features/collections/<str:collection>", features.collection, name="collection"),
    path("api/features/collections/<str:collection>/items", features.items, name="items"),
    path("api/features/collections/<str:collection>/items/<path:code>", features.item, name="item"),
    path("sites.geojson", features.whole, name="sites_geojson"),
    path("dates/", feeds.dates, name="dates"),
    path("calendar/feeds/<str:secret>.ics", feeds.feed, name="feed"),
]
