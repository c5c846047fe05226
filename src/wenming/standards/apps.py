from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "wenming.standards"
    verbose_name = "测评体系"
