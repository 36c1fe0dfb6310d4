"""Decisions: adopted, ended, looked at again, printed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.record.templates import RecordedEvent, cited, is_by_somebody, phrase, telling
from circles.record_sentences.tails import BECAUSE
from decisions.models import ConcernLook

CameTrue = ConcernLook.CameTrue
NEXT = _("It is looked at again on {next_on}.")


def number(deed: RecordedEvent) -> object:
    """Say how many decisions a printout has."""
    count = deed.facts.get("decisions")
    return (
        ngettext("one decision", "{number} decisions", count).format(number=count) if isinstance(count, int) else None
    )


DEEDS = {
    "adopted the proposal": telling(
        phrase(_("{who} adopted {thing} in {sync}."), when=is_by_somebody, tells=["round", "cost"]),
        phrase(_("{who} adopted {thing}."), when=is_by_somebody, tells=["round", "cost"]),
        phrase(_("{thing} was adopted in round {round}: nobody objects to it."), tells=["cost"]),
        then=[_("It reserves {cost} of {circle_there}."), _("It did not wait for {without}.")],
        sync=cited("sync"),
    ),
    "superseded a decision": telling(_("{successor} replaces {thing}.")),
    "revoked a decision": telling(_("{revoked_by} revokes {thing}."), then=[BECAUSE]),
    "said what became of a concern": telling(
        phrase(_("{who} looked at a concern about {thing}: it came true."), came_true=CameTrue.YES),
        phrase(_("{who} looked at a concern about {thing}: it did not come true."), came_true=CameTrue.NO),
        phrase(_("{who} looked at a concern about {thing}: it has not come true yet."), came_true=CameTrue.NOT_YET),
    ),
    "reviewed and kept": telling(_("{who} looked at {thing} again, and it stays."), then=[NEXT]),
    "reviewed, and means to amend": telling(
        _("{who} looked at {thing} again, and means to change it: {proposal}."), then=[NEXT]
    ),
    "reviewed, and means to revoke": telling(
        _("{who} looked at {thing} again, and means to revoke it: {proposal}."), then=[NEXT]
    ),
    "asked for the register as PDF": telling(
        phrase(_("{who} asked for the register as PDF: {number}."), tells=["decisions"]), number=number
    ),
    "made the register ready as PDF": telling(_("The register is ready as PDF for who asked for it.")),
    "could not make the register as PDF": telling(_("The register could not be made as PDF.")),
}
