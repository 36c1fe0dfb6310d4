"""The order of names, as readers look for them: Élodie stands before Fay, and Œuvre among the O.

Databases sort by bytes where nobody tells them otherwise, and put every accent after Z.
"""

import unicodedata
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.functions import Collate

from foundation.web.unicode_safety import decompose


@lru_cache(maxsize=16_384)
def place_of(name: str) -> str:
    """Return what a name is sorted by: its letters without accents and capitals; where these are alike, as written."""
    letters = (character for character in decompose(name) if not unicodedata.combining(character))
    return "".join(letters) + "\0" + name


class Alphabetical(Func):
    """Orders by a name: `order_by(Alphabetical("user__name"), "user")`."""

    function = "place_of"
    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Leave it to the rules that PostgreSQL has for all languages."""
        return Collate(self.source_expressions[0], "und-x-icu").as_sql(compiler, connection, **context)


def teach(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Let a connection to SQLite, which knows no such rules, ask `place_of`."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("place_of", 1, place_of, deterministic=True)
