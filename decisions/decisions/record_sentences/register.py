"""Decisions: adopted, ended, looked at again, printed."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.projects.models.subject import SEVERAL
from circles.record.formatting import Formatted, join_formatted
from circles.record.record_sentences.tails import BECAUSE
from circles.record.templates import RecordedEvent, cited, is_by_somebody, sentences, template
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import ConcernLook
from foundation.web.unicode_safety import strip_disruptive

CameTrue = ConcernLook.CameTrue
NEXT = _("It is looked at again on {next_on}.")


ASKED = re.compile(r"(.*) \((\d+)\)")


def how_often(event: RecordedEvent) -> Formatted | None:
    """Name who was not waited for, circles or people, each with how often they were asked."""
    people = [value for name, value in event.personal.items() if name.startswith(f"lacking{SEVERAL}")]
    said = []
    for one in [*event.facts.get("lacking", []), *people]:
        name, times = found.groups() if (found := ASKED.fullmatch(str(one))) else (str(one), "1")
        words = ngettext("{name}, asked once", "{name}, asked {times} times", int(times))
        said.append(Formatted(strip_disruptive(words.format(name=name, times=times))))
    return join_formatted(said) if said else None


def number(event: RecordedEvent) -> object:
    """Return how many decisions a printout has."""
    count = event.facts.get("decisions")
    return (
        ngettext("one decision", "{number} decisions", count).format(number=count) if isinstance(count, int) else None
    )


SENTENCES = {
    DecisionEvent.ADOPTED: sentences(
        template(_("{who} adopted {thing} in {sync}."), when=is_by_somebody, covers=["round", "cost"]),
        template(_("{who} adopted {thing}."), when=is_by_somebody, covers=["round", "cost"]),
        template(_("{thing} was adopted in round {round}: nobody objects to it."), covers=["cost"]),
        then=[
            _("It reserves {cost} of {circle_there}."),
            _("It did not wait for {without}."),
            _("It was closed without {lacking}."),
            _("It is in force since {since}."),
        ],
        sync=cited("sync"),
        lacking=how_often,
    ),
    DecisionEvent.SUPERSEDED: sentences(_("{successor} replaces {thing}.")),
    DecisionEvent.REVOKED: sentences(
        _("{revoked_by} revokes {thing}."), _("{thing} is no longer in force."), then=[BECAUSE]
    ),
    DecisionEvent.DECISION_PULLED: sentences(
        _("{who} took {thing} to a sync: “{what}”. It is suspended, and {proposal} asks to keep it."),
        _("{who} took {thing} to a sync. It is suspended, and {proposal} asks to keep it."),
        then=[_("The next sync is on {until}.")],
    ),
    DecisionEvent.CONCERN_REVIEWED: sentences(
        template(_("{who} looked at a concern about {thing}: it came true."), came_true=CameTrue.YES),
        template(_("{who} looked at a concern about {thing}: it did not come true."), came_true=CameTrue.NO),
        template(_("{who} looked at a concern about {thing}: it has not come true yet."), came_true=CameTrue.NOT_YET),
    ),
    DecisionEvent.REVIEWED_KEPT: sentences(_("{who} looked at {thing} again, and it stays."), then=[NEXT]),
    DecisionEvent.REVIEWED_TO_AMEND: sentences(
        _("{who} looked at {thing} again, and means to change it: {proposal}."), then=[NEXT]
    ),
    DecisionEvent.REVIEWED_TO_REVOKE: sentences(
        _("{who} looked at {thing} again, and means to revoke it: {proposal}."), then=[NEXT]
    ),
    DecisionEvent.PDF_REQUESTED: sentences(
        template(_("{who} requested the register as PDF: {number}."), covers=["decisions"]), number=number
    ),
    DecisionEvent.PDF_READY: sentences(_("The register is ready as PDF for the person who requested it.")),
    DecisionEvent.PDF_FAILED: sentences(_("The register could not be made as PDF.")),
}
