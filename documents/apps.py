"""Register documents with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Texts that many write at once."""

    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Say what `DOC-12` means, what a new project gets, and what a circle's page shows."""
        from circles.extension_points import Panel, keep, on, refer, show, tell_by
        from circles.restructuring.transfer import estate_of
        from documents import extension
        from documents.record_sentences import SENTENCES

        refer("DOC", extension.find)
        tell_by(SENTENCES)
        on("project made", extension.make_specification)
        keep(
            estate_of(
                "documents", extension.all_in, extension.documents_go, offered=extension.listed_in, is_alive=False
            )
        )
        show(Panel("documents", 40, extension.panel))
