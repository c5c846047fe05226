from django.apps import AppConfig


class OnsiteConfig(AppConfig):
    name = "wenming.onsite"
    verbose_name = "现场"
