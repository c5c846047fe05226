from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "wenming.inspections"
    verbose_name = "实地测评"
