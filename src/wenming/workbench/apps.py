from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "wenming.workbench"
    verbose_name = "工作台"
