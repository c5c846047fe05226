from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "wenming.sites"
    verbose_name = "点位"
