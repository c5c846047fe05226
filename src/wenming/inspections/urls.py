from django.urls import path

from wenming.inspections.views import aliases, columns, entry, manners, preview, rows, settling, uploads, waiting
from wenming.inspections.views.fieldwork import quality
from wenming.inspections.views.fieldwork import routes as route

app_name = "inspections"
urlpatterns = [
    path("import/", uploads.start, name="import"),
    path("import/template/", uploads.template, name="template"),
    path("import/<int:pk>/", uploads.check, name="check"),
    path("import/<int:pk>/wait/", waiting.wait, name="wait"),
    path("import/<int:pk>/again/", waiting.again, name="again"),
    path("import/<int:pk>/reopening/", waiting.reopen, name="reopen"),
    path("import/<int:pk>/columns/", columns.columns, name="columns"),
    path("import/<int:pk>/names/", settling.accept, name="accept"),
    path("import/<int:pk>/settling/", settling.settle, name="settle"),
    path("import/<int:pk>/preview/", preview.preview, name="preview"),
    path("import/<int:pk>/write/", uploads.write, name="write"),
    path("import/<int:pk>/drop/", uploads.drop, name="drop"),
    path("import/<int:pk>/errors/", uploads.errors, name="errors"),
    path("import/<int:pk>/original/", uploads.original, name="original"),
    path("entry/", entry.start, name="entry_start"),
    path("entry/<int:pk>/", entry.entry, name="entry"),
    path("entry/<int:pk>/rows/", entry.keep, name="entry_keep"),
    path("entry/<int:pk>/rows/<int:row>/", entry.remove, name="entry_remove"),
    path("aliases/", aliases.aliases, name="aliases"),
    path("aliases/<int:pk>/withdrawal/", aliases.withdraw, name="alias_withdraw"),
    path("aliases/<int:pk>/return/", aliases.restore, name="alias_restore"),
    path("field/<int:pk>/routes/", route.routes, name="routes"),
    path("field/<int:pk>/routes/new/", route.route_new, name="route_new"),
    path("field/<int:pk>/routes/export/", route.route_export, name="route_export"),
    path("field/<int:pk>/routes/plans/<int:plan>/", route.route_plan, name="route_plan"),
    path("field/<int:pk>/routes/plans/<int:plan>/adoption/", route.route_apply, name="route_apply"),
    path("field/<int:pk>/routes/plans/<int:plan>/drop/", route.route_drop, name="route_drop"),
    path("field/<int:pk>/routes/visits/<int:visit>/pin/", route.route_pin, name="route_pin"),
    path("field/<int:pk>/routes/visits/<int:visit>/move/", route.route_move, name="route_move"),
    path("field/<int:pk>/routes/sheets/<int:member>/<str:on>/", route.route_sheet, name="route_sheet"),
    path("field/<int:pk>/quality/", quality.quality, name="field_quality"),
    path("field/<int:pk>/quality/export/", quality.export, name="field_quality_export"),
    path("<int:number>/rows/", rows.observations, name="observations"),
    path("<int:number>/rows/export/", rows.export, name="observations_export"),
    path("<int:number>/manner/", manners.manner, name="manner"),
    path("<int:number>/revocation/", uploads.revoke, name="revoke"),
]
