"""Addresses of sites."""

from django.urls import path

from wenming.sites.views import cards, editing, importing, listing, parts, photos, qr, scan, types
from wenming.sites.views import map as maps

app_name = "sites"
urlpatterns = [
    # the register
    path("sites/", listing.sites, name="sites"),
    path("sites/export/", listing.export, name="export"),
    path("sites/new/", editing.add, name="site_new"),
    path("sites/batch/", parts.batch, name="batch"),
    path("sites/handovers/", parts.handovers, name="handovers"),
    path("sites/types/", types.types, name="types"),
    path("sites/types/new/", types.type_new, name="type_new"),
    path("sites/types/order/", types.type_order, name="type_order"),
    path("sites/types/<int:pk>/", types.type_edit, name="type_edit"),
    path("sites/import/", importing.start, name="import"),
    path("sites/import/template/", importing.template, name="import_template"),
    path("sites/import/<int:pk>/", importing.check, name="import_check"),
    path("sites/import/<int:pk>/columns/", importing.columns, name="import_columns"),
    path("sites/import/<int:pk>/preview/", importing.preview, name="import_preview"),
    path("sites/import/<int:pk>/write/", importing.write, name="import_write"),
    path("sites/import/<int:pk>/drop/", importing.drop, name="import_drop"),
    path("sites/import/<int:pk>/reopen/", importing.reopen, name="import_reopen"),
    path("sites/import/<int:pk>/errors/", importing.errors, name="import_errors"),
    path("sites/import/<int:pk>/original/", importing.original, name="import_original"),
    path("sites/parts/<int:pk>/end/", parts.part_end, name="part_end"),
    path("sites/chiefs/<int:pk>/end/", parts.chief_end, name="chief_end"),
    path("sites/<int:pk>/", cards.site, name="site"),
    path("sites/<int:pk>/edit/", editing.edit, name="site_edit"),
    path("sites/<int:pk>/hours/", editing.hours, name="site_hours"),
    path("sites/<int:pk>/retire/", editing.retire, name="site_retire"),
    path("sites/<int:pk>/reopen/", editing.reopen, name="site_reopen"),
    path("sites/<int:pk>/merge/", editing.merge, name="site_merge"),
    path("sites/<int:pk>/parts/new/", parts.part_new, name="part_new"),
    path("sites/<int:pk>/chiefs/new/", parts.chief_new, name="chief_new"),
    path("sites/<int:pk>/chiefs/<int:chief>/phone/", cards.phone, name="chief_phone"),
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
