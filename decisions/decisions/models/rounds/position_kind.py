"""The positions that one can take in a round: each with all that pages, e-mails, minutes and the record ask of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from decisions.decisions.consent import Weight
from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class Heard:
    """How something said, or silence, stands beside names: its `sign` (the picture `i-sign-…` of the sprite, and the
    colour `sign--…`, `said--…`), a short word for it, and how many people said it (`counted % {"n": 2}`).
    """

    sign: str
    short: Promise
    counted: Any

    def count(self, number: int) -> str:
        """Say how many people said it."""
        return str(self.counted % {"n": number})


SILENCE = Heard(sign="silent", short=_("Silent"), counted=ngettext_lazy("%(n)d silent", "%(n)d silent", "n"))


@dataclass(frozen=True, kw_only=True)
class AskedWords:
    """How a position asks for words: to oneself (with what they are for), and to who writes them down for another."""

    label: Promise
    label_with_use: Promise
    use: Promise
    send: Promise
    missing: Promise
    label_for_others: Promise
    send_for_others: Promise


@dataclass(frozen=True, kw_only=True)
class PositionFacts(Heard, Weight):
    """What is asked of a position. `key` gives it, wherever its buttons are; `mark` is its sign where pictures are not
    shown; `others` is the word for it when said of, or for, another person; `hint` says when to choose it; the lower
    the `gravity`, the sooner it is read. `to_oneself` and `heard` stand in a sentence; `sentence` is the record's.
    `is_kept`: its words are kept with the decision and read at the review; `prolongs`: the round lasts a day more.
    """

    key: str
    mark: str
    others: Promise
    hint: Promise
    to_oneself: Promise
    heard: Promise
    sentence: Promise
    gravity: int
    words: AskedWords | None = None
    is_kept: bool = False
    prolongs: bool = False

    def __post_init__(self) -> None:
        """Refuse facts that contradict each other.

        :raises TypeError: for what is kept without asking for words, and for what blocks and asks for more than its
            answers, consents, or does not count as having spoken.
        """
        if self.is_kept and self.words is None:
            raise TypeError(self.sign)
        if self.may_block and (self.words or self.consents or not self.speaks):
            raise TypeError(self.sign)

    @property
    def judges(self) -> bool:
        """Return whether it says of the text that it may pass or may not; who asks for time leaves that open."""
        return self.consents or self.may_block


class PositionKind(ClosedChoice):
    """What one can say in a round; saying nothing is silence, and is never stored.

    What a position does follows from its facts. Adding one takes these files:

    - a member here, and the French of its texts in `locale/fr/LC_MESSAGES/django.po`;
    - a symbol `i-sign-…` in `frontend/tools/own-icons.svg`, then `npm run sprite`, which writes
      `static/icons/sprite.svg`;
    - its colours in `static/css/components/position.css` and `templates/foundation/inbox/email/email.css`; where no
      colour that is there fits, a new one in `static/css/tokens.css`;
    - a migration of `decisions` (`script/manage makemigrations decisions`);
    - its label in the row of `PositionKind` under *Choices* in `docs/wording.md`.

    `tests/decisions/decisions/test_every_position.py` names what is missing, but for `docs/wording.md`
    (`tests/architecture/test_wording.py`).
    """

    facts: PositionFacts

    NO_OBJECTION = (
        "no_objection",
        PositionFacts(
            sign="consent",
            mark="✓",
            key="1",
            short=_("No objection"),
            others=_("No objection"),
            hint=_("it endangers nothing we need"),
            to_oneself=_("no objection from you"),
            heard=_("no objection"),
            sentence=_("{who} had no objection to {it}."),
            counted=ngettext_lazy("%(n)d no objection", "%(n)d no objection", "n"),
            consents=True,
            gravity=4,
        ),
        _("No objection"),
    )
    CONCERN = (
        "concern",
        PositionFacts(
            sign="concern",
            mark="!",
            key="2",
            short=_("Concern"),
            others=_("Concern"),
            hint=_("kept with the decision, blocks nothing"),
            to_oneself=_("no objection from you, but a concern"),
            heard=_("no objection, with a concern"),
            sentence=_("{who} raised a concern, and no objection, about {it}."),
            counted=ngettext_lazy("%(n)d concern", "%(n)d concerns", "n"),
            consents=True,
            is_kept=True,
            gravity=2,
            words=AskedWords(
                label=_("Your concern"),
                label_with_use=_("Your concern: it is kept with the decision and blocks nothing"),
                use=_("It does not block. It is kept with the decision and read at the review."),
                send=_("Record my concern"),
                missing=_("Say your concern in a sentence: it is kept with the decision."),
                label_for_others=_("Concern, in their words"),
                send_for_others=_("Record the concern"),
            ),
        ),
        _("No objection, with a concern"),
    )
    TIME = (
        "time",
        PositionFacts(
            sign="time",
            mark="…",
            key="3",
            short=_("I need time"),
            others=_("Needs time"),
            hint=_("one working day more, once for all"),
            to_oneself=_("you need time"),
            heard=_("time is needed"),
            sentence=_("{who} asked for time on {it}."),
            counted=ngettext_lazy("%(n)d needs time", "%(n)d need time", "n"),
            speaks=False,
            prolongs=True,
            gravity=3,
        ),
        _("I need time"),
    )
    OBJECTION = (
        "objection",
        PositionFacts(
            sign="objection",
            mark="–",
            key="4",
            short=_("Objection"),
            others=_("Objection"),
            hint=_("it endangers one of our essentials"),
            to_oneself=_("you object"),
            heard=_("an objection"),
            sentence=_("{who} objected to {it}."),
            counted=ngettext_lazy("%(n)d objection", "%(n)d objections", "n"),
            may_block=True,
            gravity=1,
        ),
        _("Objection"),
    )
    PASS = (
        "pass",
        PositionFacts(
            sign="pass",
            mark="/",
            key="5",
            short=_("Not for me to judge"),
            others=_("Not for them to judge"),
            hint=_("someone else knows better"),
            to_oneself=_("you left it to others"),
            heard=_("left to others to judge"),
            sentence=_("{who} left it to others to judge {it}."),
            counted=ngettext_lazy("%(n)d not theirs to judge", "%(n)d not theirs to judge", "n"),
            gravity=5,
        ),
        _("Not for me to judge"),
    )

    @property
    def asks_tests(self) -> bool:
        """Return whether it asks for the five answers of an objection, on a page of its own."""
        return self.facts.may_block

    @property
    def asks_more(self) -> bool:
        """Return whether it asks for more than a click: words, or the five answers."""
        return self.facts.words is not None or self.asks_tests

    @property
    def button(self) -> str:
        """Return what stands on one's own button."""
        return f"{self.facts.short}…" if self.asks_more else str(self.facts.short)

    @property
    def button_for_others(self) -> str:
        """Return what stands on the button of who records it for another person."""
        return f"{self.facts.others}…" if self.asks_more else str(self.facts.others)


WITHOUT_TESTS = tuple(kind for kind in PositionKind if not kind.asks_tests)
"""What is given with a click, or with words; an objection asks for five answers."""
NOT_SPEAKING = tuple(kind for kind in PositionKind if not kind.facts.speaks)
"""What counts as not having spoken."""
KEPT = tuple(kind for kind in PositionKind if kind.facts.is_kept)
"""What stays with the decision, and is read at its review."""
BY_GRAVITY = tuple(sorted(PositionKind, key=lambda kind: kind.facts.gravity))


def heard(kind: str | None) -> Heard:
    """Return how a position is shown; silence for None.

    :raises ValueError: for what is no position; nothing that was said is shown as silence.
    """
    return SILENCE if kind is None else PositionKind(kind).facts
