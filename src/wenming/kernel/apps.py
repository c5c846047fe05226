from django.apps import AppConfig
from django.core.checks import register


class KernelConfig(AppConfig):
    name = "wenming.kernel"
    verbose_name = "基础"

    def ready(self) -> None:
        """Let every start look through the installation's own files."""
        from wenming.kernel.adapters.checks import check_files  # noqa: PLC0415  models must be loaded first

        register(check_files)
