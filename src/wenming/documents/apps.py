from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "wenming.documents"
    verbose_name = "公文与表格"
