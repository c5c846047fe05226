from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "wenming.burden"
    verbose_name = "负担"
