"""How long what columns hold may be."""

from typing import Any

from django.db import models


def length_of(model: type[models.Model], column: str) -> int:
    """Return how many characters a text column holds."""
    field: Any = model._meta.get_field(column)
    return int(field.max_length)
