from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "wenming.rehearsal"
    verbose_name = "演练"
