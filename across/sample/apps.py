"""Register the sample project and the data generator."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The sample project, its people, and a generator of large projects."""

    name = "across.sample"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from across.sample.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("sample", EXTENSION)
