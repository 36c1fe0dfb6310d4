"""One thing found, as the page, the palette and the API show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from across.search.models import Text
from circles.circles.models import Circle
from documents.documents.models import Restriction
from foundation.accounts.models import User

type Pieces = tuple[tuple[str, bool], ...]
"""A text, cut into what was looked for (True) and what stands between."""

API_KINDS: Mapping[str, str] = {
    "importedprocess": "pastprocess",
    "importedminutes": "pastminutes",
    "attachment": "file",
}
"""What programs know these by; all others by their model's name."""
ICONS: Mapping[str, str] = {
    "document": "file-text",
    "proposal": "pencil-line",
    "decision": "check-check",
    "action": "square-check",
    "question": "circle-question-mark",
    "track": "git-fork",
    "clause": "clause-ratified",
    "topic": "messages-square",
    "message": "message-square",
    "comment": "message-square-plus",
    "sync": "refresh-cw",
    "attachment": "paperclip",
    "importedprocess": "history",
    "importedminutes": "history",
}


@dataclass(frozen=True)
class Hit:
    """One thing found. `circle` is where it is (for a circle, itself), `person` who said it (for a person, who it is).
    `words` are those around what was looked for, `more` how many further places in it answer.
    """

    kind: str
    title: str
    name: Pieces
    address: str
    reference: str = ""
    circle: Circle | None = None
    person: User | None = None
    happened_at: datetime | None = None
    state: str = ""
    words: Pieces = ()
    in_force: Pieces = ()
    """Of a clause that was changed since it was ratified: what holds until the change is."""
    more: int = 0
    kind_name: str = ""
    """Its kind in the reader's language, such as `Decision`."""
    holder: UUID | None = None
    """The document or topic that it is of."""
    goes_on: bool = False
    """Whether it is of the same one as the hit before it."""
    left_out: int = 0
    """How many more were found in that."""
    restriction: Restriction | None = None
    """Of a restricted document: whoever is in the project knows why it is closed, and until when."""

    @property
    def icon(self) -> str:
        """Return the icon of the kind; circles and people have their own."""
        return ICONS.get(self.kind, "link")

    @property
    def kind_for_programs(self) -> str:
        """Return its kind, such as `circle`, `user` or `document`."""
        return API_KINDS.get(self.kind, self.kind)

    @property
    def excerpt(self) -> str:
        """Return the words around what was looked for, as plain text."""
        return "".join(words for words, _is_asked in self.words)

    @property
    def in_force_words(self) -> str:
        """Return what holds meanwhile, as plain text."""
        return "".join(words for words, _is_asked in self.in_force)

    @property
    def is_talk(self) -> bool:
        """Whether it is what a person said."""
        return self.kind in ("message", "comment")

    @property
    def state_name(self) -> str:
        """Return its state in the reader's language."""
        return str(Text.State(self.state).label) if self.state else ""

    @property
    def state_kind(self) -> str:
        """Return how its state looks."""
        return {"in_force": "live", "done": "live", "changed": "warn", "ended": "past"}.get(self.state, "")

    @property
    def state_icon(self) -> str:
        """Return the icon of its state."""
        return {"in_force": "check", "done": "check", "changed": "pencil", "ended": "x"}.get(self.state, "circle")

    @property
    def side(self) -> str:
        """Return what distinguishes it from its namesakes: the circle it is in, the circle around it, the handle."""
        if self.kind == "user":
            return f"@{self.person.handle}" if self.person and self.person.handle else ""
        around = self.circle.parent if self.circle and self.kind == "circle" else self.circle
        return around.name if around else ""

    @property
    def written_by(self) -> str:
        """Return the address of what a person wrote, on the page of the search; nothing for what is no person."""
        if self.kind != "user" or self.person is None:
            return ""
        return f"?{urlencode({'person': self.person.handle or self.person.name})}"

    @property
    def label(self) -> str:
        """Return its kind, its reference and what distinguishes it from its namesakes: `Action A-47 · Hydraulics`."""
        return " · ".join(filter(None, (f"{self.kind_name} {self.reference}".strip(), self.side)))
