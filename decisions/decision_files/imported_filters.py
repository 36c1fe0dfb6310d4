"""Filters of imported decision processes, as an address writes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from decisions.decisions.models.register.imported_process import ImportedProcessQuerySet


@dataclass(frozen=True)
class ImportedFilters:
    """A circle's key, a final state in its source's word, words of the title."""

    circle: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, params: Mapping[str, str]) -> "ImportedFilters":
        """Read the parameters of an address."""
        return cls(*(params.get(name, "").strip() for name in ("circle", "state", "q")))

    def apply(self, processes: ImportedProcessQuerySet) -> ImportedProcessQuerySet:
        """Keep what the filters ask for."""
        return processes.in_scope(self.circle).in_final_state(self.state).naming(self.words)
