from django.urls import path

from wenming.assessment.views import score

app_name = "assessment"
urlpatterns = [
    path("", score.latest, name="latest"),
    path("<int:number>/", score.score, name="score"),
    path("<int:number>/export/", score.export, name="export"),
]
