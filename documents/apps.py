"""Register documents with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Texts that many write at once."""

    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Say what `DOC-12` means, what a new project gets, and what a circle's page shows."""
        from circles.changes.estates import estate_of
        from circles.registries import Panel, keep, on, refer, show, tell_by
        from documents import floor
        from documents.telling import DEEDS

        refer("DOC", floor.find)
        tell_by(DEEDS)
        on("project made", floor.make_specification)
        keep(estate_of("documents", floor.all_in, floor.documents_go, offered=floor.listed_in, is_alive=False))
        show(Panel("documents", 40, floor.panel))
