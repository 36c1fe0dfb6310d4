"""A migration operation that makes a table append-only in the database itself, on both databases."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

SQLITE = """
    CREATE TRIGGER {table}_no_{action} BEFORE {action} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES = (
    """
    CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$
    """,
    """
    CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_append_only()
    """,
    """
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()
    """,
)


class AppendOnly(Operation):
    """Refuse UPDATE and DELETE (and TRUNCATE on PostgreSQL) on a table, by trigger."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make the triggers."""
        if schema_editor.connection.vendor == "sqlite":
            for action in ("UPDATE", "DELETE"):
                schema_editor.execute(SQLITE.format(table=self.table, action=action))
        else:
            for statement in POSTGRES:
                schema_editor.execute(statement.format(table=self.table))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        if schema_editor.connection.vendor == "sqlite":
            for action in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER {self.table}_no_{action}")
        else:
            schema_editor.execute(f"DROP FUNCTION {self.table}_append_only() CASCADE")

    def describe(self) -> str:
        """Say what it does."""
        return f"Make {self.table} append-only"


class WordsMayGo(Operation):
    """Let these columns of an append-only table be written anew: a program copied words there that name people, and
    their names can be erased. The triggers refuse all else.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, *words: str) -> None:
        self.table = table
        self.words = words

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make the trigger one of the other columns."""
        models = to_state.apps.get_models()
        model = next(one for one in models if one._meta.db_table == self.table)
        columns = [one.column for one in model._meta.concrete_fields if one.column not in self.words]
        self._replace(schema_editor, f"UPDATE OF {', '.join(columns)}")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make the trigger one of all columns again."""
        self._replace(schema_editor, "UPDATE")

    def _replace(self, schema_editor: BaseDatabaseSchemaEditor, update: str) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_UPDATE")
            statement = SQLITE.format(table=self.table, action="UPDATE")
        else:
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_change ON {self.table}")
            statement = POSTGRES[1].format(table=self.table)
        schema_editor.execute(statement.replace("BEFORE UPDATE", f"BEFORE {update}"))

    def describe(self) -> str:
        """Say what it does."""
        return f"Let {', '.join(self.words)} of {self.table} be written anew"


class FrozenColumns(Operation):
    """Refuse, in the database itself, to change these columns of a row where `when` holds (SQL on `OLD`; always, where
    nothing is said), and to delete such a row. `name` tells several of one table apart.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, name: str, columns: tuple[str, ...], when: str = "") -> None:
        self.table = table
        self.name = name
        self.columns = columns
        self.when = when

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    @property
    def triggers(self) -> tuple[str, str]:
        """Return the names of its triggers."""
        return f"{self.table}_{self.name}_kept", f"{self.table}_{self.name}_there"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make the triggers."""
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
        changed = " OR ".join(f'OLD."{one}" {differs} NEW."{one}"' for one in self.columns)
        also, told = (f" AND ({self.when})" if self.when else ""), f"{self.table}: what was decided stays"
        for trigger, action, condition in zip(
            self.triggers, ("UPDATE", "DELETE"), (f"({changed}){also}", f"({self.when or '1 = 1'})"), strict=True
        ):
            if is_sqlite:
                schema_editor.execute(
                    f"CREATE TRIGGER {trigger} BEFORE {action} ON {self.table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
                )
                continue
            kept = "OLD" if action == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{told}'; END IF; RETURN {kept}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {action} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        for trigger in self.triggers:
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(f"DROP TRIGGER {trigger}")
            else:
                schema_editor.execute(f"DROP FUNCTION {trigger}() CASCADE")

    def describe(self) -> str:
        """Say what it does."""
        return f"Refuse to change {', '.join(self.columns)} of {self.table} once decided"
