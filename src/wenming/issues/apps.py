from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class IssuesConfig(AppConfig):
    name = "wenming.issues"
    verbose_name = pgettext_lazy("app", "问题")
