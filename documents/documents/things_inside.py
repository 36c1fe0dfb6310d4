"""What stands in a document besides its text: an app above names its models, so that talk about such a thing is for
those who read the document.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models

from foundation.web.extension_registry import Keyed


@dataclass(frozen=True)
class Inside:
    """The rows of a model with a number as its key, and the path from these to the document."""

    rows: "models.Manager[Any]"
    document: str = "document"


@dataclass(frozen=True)
class ThingsInside(Keyed[str, Inside]):
    """By kind of thing, what stands in documents."""
