from django.urls import path

from wenming.draws.views import doing, draws

app_name = "draws"
urlpatterns = [
    path("", draws.draws, name="draws"),
    path("<int:pk>/", draws.draw, name="draw"),
    path("<int:pk>/words/", doing.words, name="words"),
    path("<int:pk>/lots/", doing.lots, name="lots"),
    path("<int:pk>/replacement/", doing.replace, name="replace"),
    path("<int:pk>/keeper/", doing.keeper, name="keeper"),
    path("<int:pk>/reveal/", doing.reveal, name="reveal"),
    path("<int:pk>/void/", doing.void, name="void"),
    path("<int:pk>/bundle/", draws.bundle, name="bundle"),
]
