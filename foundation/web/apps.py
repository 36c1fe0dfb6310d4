"""Register what any Django project could use."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class WebConfig(AppConfig):
    """Pagination, exceptions, throttling and other things that know no app of ours."""

    name = "foundation.web"

    def ready(self) -> None:
        """Register the collation of names with each SQLite connection."""
        from foundation.web.collation import teach

        connection_created.connect(teach)
