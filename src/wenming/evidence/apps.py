from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "wenming.evidence"
    verbose_name = "佐证"
