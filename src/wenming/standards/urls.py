from django.urls import path

from wenming.standards.views import contents, differences, drafting, editions, importing

app_name = "standards"
urlpatterns = [
    path("", editions.editions, name="editions"),
    path("diff/", differences.diff, name="diff"),
    path("diff/export/", differences.diff_export, name="diff_export"),
    path("imports/", importing.start, name="import"),
    path("imports/draft/", drafting.draft_new, name="draft_new"),
    path("imports/<int:pk>/", importing.import_check, name="import_check"),
    path("imports/<int:pk>/columns/", importing.import_columns, name="import_columns"),
    path("imports/<int:pk>/facts/", importing.import_facts, name="import_facts"),
    path("imports/<int:pk>/fix/", importing.import_fix, name="import_fix"),
    path("imports/<int:pk>/preview/", importing.import_preview, name="import_preview"),
    path("imports/<int:pk>/adopt/", importing.import_adopt, name="import_adopt"),
    path("imports/<int:pk>/drop/", importing.import_drop, name="import_drop"),
    path("imports/<int:pk>/original/", importing.import_original, name="import_original"),
    path("imports/<int:pk>/draft/", drafting.draft, name="draft"),
    path("<slug:code>/", contents.edition, name="edition"),
    path("<slug:code>/file/", contents.edition_file, name="edition_file"),
    path("<slug:code>/workbook/", contents.edition_workbook, name="edition_workbook"),
]
