from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "wenming.config"
    verbose_name = "配置"

    def ready(self) -> None:
        """Let the night's timetable follow every migration."""
        from wenming.config.schedule import install  # noqa: PLC0415  models must be loaded first

        post_migrate.connect(install, sender=self)
