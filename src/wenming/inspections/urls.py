from django.urls import path

from wenming.inspections.views import rows, uploads

app_name = "inspections"
urlpatterns = [
    path("import/", uploads.start, name="import"),
    path("import/template/", uploads.template, name="template"),
    path("import/<int:pk>/", uploads.check, name="check"),
    path("import/<int:pk>/names/", uploads.accept, name="accept"),
    path("import/<int:pk>/write/", uploads.write, name="write"),
    path("import/<int:pk>/drop/", uploads.drop, name="drop"),
    path("import/<int:pk>/errors/", uploads.errors, name="errors"),
    path("import/<int:pk>/original/", uploads.original, name="original"),
    path("<int:number>/rows/", rows.observations, name="observations"),
    path("<int:number>/rows/export/", rows.export, name="observations_export"),
    path("<int:number>/revocation/", uploads.revoke, name="revoke"),
]
