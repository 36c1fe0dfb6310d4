"""What of the processes of elsewhere an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from decisions.models.register.imported_process import PastProcessQuerySet


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: a circle's key, a final state in its source's word, words of the title."""

    circle: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> "Wanted":
        """Take what the address says."""
        return cls(*(address.get(name, "").strip() for name in ("circle", "state", "q")))

    def among(self, found: PastProcessQuerySet) -> PastProcessQuerySet:
        """Keep what is asked for."""
        return found.in_scope(self.circle).in_final_state(self.state).naming(self.words)
