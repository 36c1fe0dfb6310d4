"""A migration operation that makes an index of a table that people write to meanwhile."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddIndex

FOUND = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


class AddIndexWhileServing(AddIndex):
    """Make an index without keeping writers out, where PostgreSQL can: outside a transaction, so in a migration that is
    `atomic = False` and does nothing else. What an attempt that was cut off left is made anew.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make it."""
        connection = schema_editor.connection
        if connection.vendor != "postgresql" or connection.in_atomic_block:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        with connection.cursor() as cursor:
            cursor.execute(FOUND, [self.index.name])
            left = cursor.fetchone()
        if left == (True,):
            return
        if left:
            schema_editor.remove_index(model, self.index, concurrently=True)  # type: ignore[call-arg] # PostgreSQL's takes it
        schema_editor.add_index(model, self.index, concurrently=True)  # type: ignore[call-arg] # as above
