from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "wenming.organisations"
    verbose_name = "组织"
