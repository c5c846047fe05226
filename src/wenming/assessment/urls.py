from django.urls import path

from wenming.assessment.views import changes, gap_card, gaps, matrix, score, whatif

app_name = "assessment"
urlpatterns = [
    path("", score.latest, name="latest"),
    path("<int:number>/", score.score, name="score"),
    path("<int:number>/export/", score.export, name="export"),
    path("<int:number>/whatif/", whatif.answer, name="whatif"),
    path("<int:number>/changes/", changes.changes, name="changes"),
    path("<int:number>/changes/export/", changes.export, name="changes_export"),
    path("gaps/", gaps.latest, name="gaps_latest"),
    path("<int:number>/gaps/", gaps.gaps, name="gaps"),
    path("<int:number>/gaps/export/", gaps.export, name="gaps_export"),
    path("<int:number>/gap/<str:code>/", gap_card.gap, name="gap"),
    path("<int:number>/gap/<str:code>/target/", gap_card.target, name="gap_target"),
    path("<int:number>/matrix/", matrix.matrix, name="matrix"),
    path("<int:number>/report/", matrix.report, name="report"),
]
