from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "wenming.materials"
    verbose_name = "材料"
