"""Migration operations that give the texts to search their full-text index, on both databases.

On SQLite an FTS5 table reads the stems out of the table itself, kept in step by triggers; on PostgreSQL a column of
lexemes is made of the stems, with an index over it. Neither knows a language: what they compare comes from
`across.search.stems`.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

FORGET = "INSERT INTO search_text_index (search_text_index, rowid, stems) VALUES ('delete', old.id, old.stems)"
LEARN = "INSERT INTO search_text_index (rowid, stems) VALUES (new.id, new.stems)"
SQLITE = (
    """
    CREATE VIRTUAL TABLE search_text_index USING fts5(
        stems, content='search_text', content_rowid='id', detail='none',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
    )
    """,
    "INSERT INTO search_text_index (search_text_index) VALUES ('rebuild')",
    f"CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN {LEARN}; END",
    f"CREATE TRIGGER search_text_gone AFTER DELETE ON search_text BEGIN {FORGET}; END",
    f"CREATE TRIGGER search_text_changed AFTER UPDATE OF stems ON search_text BEGIN {FORGET}; {LEARN}; END",
)
SQLITE_BACK = (
    "DROP TRIGGER search_text_changed",
    "DROP TRIGGER search_text_gone",
    "DROP TRIGGER search_text_added",
    "DROP TABLE search_text_index",
)
POSTGRES = (
    """
    ALTER TABLE search_text ADD COLUMN lexemes tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(stems, ' '))) STORED
    """,
    "CREATE INDEX search_text_index ON search_text USING gin (lexemes)",
)
POSTGRES_BACK = ("DROP INDEX search_text_index", "ALTER TABLE search_text DROP COLUMN IF EXISTS lexemes")


class FullText(Operation):
    """Make the full-text index over `search_text`."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make it."""
        for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop it."""
        for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
            schema_editor.execute(statement)

    def describe(self) -> str:
        """Say what it does."""
        return "Make the full-text index"


class NoFullText(FullText):
    """Drop that index, before its table is built anew."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop it."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make it."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does."""
        return "Drop the full-text index"
