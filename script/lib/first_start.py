"""Make an embedded database or bring it up to date, and load the sample into a new one unless asked not to."""

import os
import sys
from pathlib import Path

from machine import ROOT, announce


def main(sample: str) -> None:
    """Make or migrate the database; `sample` is "auto" (load it when there is no user yet), "yes" or "no"."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from across.sample.languages import want_other_language

    is_new = not connection.introspection.table_names()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        announce("making a new database" if is_new else "bringing the data up to date")
        call_command("migrate", verbosity=0, interactive=False)
    stays_empty = Path(os.environ["RONDE_DATA_DIR"]) / "stays-empty"
    if sample == "no":
        stays_empty.touch()
    elif sample == "yes" or not (stays_empty.exists() or get_user_model().objects.exists()):
        announce("loading the sample project")
        call_command("sample")
        want_other_language(Path(os.environ["RONDE_DATA_DIR"]))
        stays_empty.unlink(missing_ok=True)


if __name__ == "__main__":
    main(sys.argv[1])
