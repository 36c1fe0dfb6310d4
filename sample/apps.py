"""Register the sample project and the data generator."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The sample project, its people, and a generator of large projects."""

    name = "sample"
