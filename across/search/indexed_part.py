"""What the index keeps of a thing, and what a kind of thing says to it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from across.search.models import Text
from circles.projects.thing_parts import SearchTexts, search_texts
from foundation.files.models import Attachment

Gate, State = Text.Gate, Text.State


@dataclass(frozen=True, kw_only=True)
class IndexedPart:
    """What the index keeps of a thing, or of a part of it. `words` are what it is found by, beside title and text.
    Each is said by every builder of `across.search.kinds`: none has a default, so that a new one is forgotten nowhere.
    Of a restricted document more people may know the title than may read it: a part that they see says nothing of what
    the document has. What is new here is written for all things by itself (`across/search/index_version.py`); what is
    read out of documents is not there yet: raise `READER` (`documents/richtext/packed_nodes.py`), and old ones are read
    anew.
    """

    part: str
    title: str
    text: str
    words: tuple[str, ...]
    circle: int | None
    author: UUID | None
    happened_at: datetime | None
    state: str
    gate: str
    holder: UUID | None
    has_file: bool

    def __post_init__(self) -> None:
        """Refuse what tells those who may know no more than a title that there is something inside."""
        told = [one.name for one in fields(self) if one.name.startswith("has_") and getattr(self, one.name)]
        if self.gate == Gate.TITLE and told:
            raise ValueError(f"a title that more people see than may read the rest says nothing of {told}")

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that it is found by."""
        return (self.title, self.text, *self.words)


@dataclass(frozen=True)
class SearchKind:
    """A kind of thing. `along` is what `pieces` reads of a thing beside its own row; `pieces(thing, texts, files)` says
    what is kept of one whose texts are these, with so many files on it; none where it is not to be found. `own` are its
    texts, where its app does not say them in its extension.
    """

    model: type[Any]
    along: tuple[Any, ...]
    pieces: Callable[[Any, list[str], int], list[IndexedPart]]
    own: SearchTexts | None = None

    @property
    def name(self) -> str:
        """Return the kind as things name it."""
        return str(self.model._meta.model_name)

    @property
    def search_texts(self) -> SearchTexts:
        """Return all things of a project, oldest first, and their texts."""
        return self.own or search_texts()[self.name]

    def read_along(self, found: Any) -> Any:
        """Fetch along what `pieces` reads."""
        names = [one for one in self.along if isinstance(one, str)]
        found = found.select_related(*names) if names else found
        return found.prefetch_related(*(one for one in self.along if not isinstance(one, str)))

    def parts_of(self, read: Iterable[tuple[Any, list[str]]]) -> list[tuple[Any, IndexedPart]]:
        """Return what is kept of things with these texts, a thing and a part of it each."""
        found = list(read)
        keys = [str(thing.pk) for thing, _texts in found]
        attached = Attachment.objects.attached().filter(on_kind=self.name, on_id__in=keys).order_by()
        files = Counter(attached.values_list("on_id", flat=True)) if found else Counter[str]()
        return [(thing, piece) for thing, texts in found for piece in self.pieces(thing, texts, files[str(thing.pk)])]
