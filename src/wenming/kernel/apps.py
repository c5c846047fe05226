from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "wenming.kernel"
    verbose_name = "基础"
