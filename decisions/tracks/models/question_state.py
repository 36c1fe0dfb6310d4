"""The states of a question, each with what lists and cards say of it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class QuestionStateFacts:
    """What the program asks of a state: its `word` beside a question, the icon and the look of that."""

    word: Promise
    sign: str
    look: str


class QuestionState(ClosedChoice):
    """Where a question stands, which follows from its facts; the labels are those of the lists."""

    facts: QuestionStateFacts

    OPEN = (
        "open",
        QuestionStateFacts(word=pgettext_lazy("a question", "open"), sign="circle-question-mark", look="live"),
        _("Open questions"),
    )
    ANSWERED = (
        "answered",
        QuestionStateFacts(word=pgettext_lazy("a question", "answered"), sign="check", look=""),
        _("With an answer"),
    )
    DROPPED = (
        "dropped",
        QuestionStateFacts(word=pgettext_lazy("a question", "dropped"), sign="minus", look="past"),
        _("Closed without an answer"),
    )
