from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "wenming.supervision"
    verbose_name = "督查"
