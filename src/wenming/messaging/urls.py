from django.urls import path

from wenming.messaging.views import channels, inbox, own

app_name = "messaging"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("away/", inbox.away_all, name="away_all"),
    path("<int:pk>/away/", inbox.away, name="away"),
    path("<int:pk>/return/", inbox.back, name="back"),
    path("<int:pk>/done/", inbox.done, name="done"),
    # one's own digest by e-mail
    path("mail/", own.own_digest, name="own_digest"),
    path("mail/stop/", own.own_stop, name="own_stop"),
    path("mail/confirm/<str:secret>/", own.own_proof, name="own_proof"),
    # channels of the city
    path("channels/", channels.channels, name="channels"),
    path("channels/new/<str:kind>/", channels.channel_new, name="channel_new"),
    path("channels/<int:pk>/", channels.channel, name="channel"),
    path("channels/<int:pk>/edit/", channels.channel_edit, name="channel_edit"),
    path("channels/<int:pk>/test/", channels.channel_test, name="channel_test"),
    path("channels/<int:pk>/switch/", channels.channel_switch, name="channel_switch"),
    path("channels/<int:pk>/secret/", channels.channel_secret, name="channel_secret"),
    path("channels/<int:pk>/deliveries/<int:delivery>/replay/", channels.channel_replay, name="channel_replay"),
]
