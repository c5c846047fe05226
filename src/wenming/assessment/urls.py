from django.urls import path

from wenming.assessment.views import changes, score, whatif

app_name = "assessment"
urlpatterns = [
    path("", score.latest, name="latest"),
    path("<int:number>/", score.score, name="score"),
    path("<int:number>/export/", score.export, name="export"),
    path("<int:number>/whatif/", whatif.answer, name="whatif"),
    path("<int:number>/changes/", changes.changes, name="changes"),
    path("<int:number>/changes/export/", changes.export, name="changes_export"),
]
