"""The history of documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentHistoryConfig(AppConfig):
    """The pages of a document's versions, what changed between them, and the way back to one."""

    name = "documents.document_history"
    verbose_name = _("History of documents")
