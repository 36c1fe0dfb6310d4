"""Django's `migrate`, but an empty database gets its tables at once (foundation/web/schema_bootstrap.py): going through
every migration takes minutes there. And the tables of an older one are brought along first
(foundation/web/former_layout.py).
"""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from foundation.web import former_layout, schema_bootstrap

OTHER_WISHES = ("app_label", "plan", "check_unapplied", "fake", "step_by_step")


class Command(Migrate):
    """Bring the database up to date."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's options, and one of ours."""
        super().add_arguments(parser)
        parser.add_argument("--step-by-step", action="store_true", help="Go through every migration, in any case.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables of an empty database at once, or go through the migrations."""
        if not any(options[wish] for wish in OTHER_WISHES) and not connection.introspection.table_names():
            schema_bootstrap.make_schema()
            return
        if former_layout.is_former(connection.introspection.table_names()):
            former_layout.bring_along(MigrationLoader(None).disk_migrations)
        super().handle(*args, **options)
