from django.urls import path

from wenming.sites.views import map as maps
from wenming.sites.views import photos, qr, scan

app_name = "sites"
urlpatterns = [
    # the map, the codes on the walls, the photos
    path("map/", maps.map_page, name="map"),
    path("map/features/", maps.map_features, name="map_features"),
    path("map/list/", maps.map_list, name="map_list"),
    path("map/sites/<int:pk>/", maps.map_card, name="map_card"),
    path("q/<str:token>/", scan.scan, name="scan"),
    path("sites/qr/", qr.qr_sheet, name="qr_sheet"),
    path("sites/<int:pk>/qr.<str:kind>", qr.qr_file, name="qr_file"),
    path("sites/<int:pk>/photos/", photos.photos, name="photos"),
    path("sites/<int:pk>/photos/<int:photo>/<str:size>/", photos.photo, name="photo"),
]
