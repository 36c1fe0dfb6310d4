"""The keys by which blocks of a document are cited: apps above add theirs, such as the keys of clauses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from documents.documents.models import Document
from foundation.web.extension_registry import Addition


@dataclass(frozen=True)
class BlockKeys(Addition):
    """The keys by which blocks of a document are quoted, by their ids."""

    of: Callable[[Document], Mapping[str, str]]
