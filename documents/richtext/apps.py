"""Register rich text."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RichtextConfig(AppConfig):
    """What a text is made of, and how it is read, written and compared; without a database."""

    name = "documents.richtext"
    verbose_name = _("Rich text")
