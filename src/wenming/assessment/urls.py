from django.urls import path

from wenming.assessment.views import score, titles

app_name = "assessment"
urlpatterns = [
    path("", score.latest, name="latest"),
    path("<int:number>/", score.score, name="score"),
    path("<int:number>/export/", score.export, name="export"),
    path("<int:number>/titles/", titles.titles, name="titles"),
    path("<int:number>/titles/export/", titles.titles_export, name="titles_export"),
]
