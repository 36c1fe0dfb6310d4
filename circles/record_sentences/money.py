"""The budget, what circles hand each other, and what they spend."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circles.record.formatting import Said
from circles.record.templates import RecordedEvent, amount_of, phrase, telling
from circles.record_sentences.tails import CARRIES_OUT, WHY
from web.pagination import day_in


def is_paid_that_day(deed: RecordedEvent) -> bool:
    """Say whether an expense was paid on the day on which it is told."""
    return day_in(str(deed.facts.get("day"))) == timezone.localdate(deed.entry.happened_at, deed.project.zone)


def is_paid_before(deed: RecordedEvent) -> bool:
    """Say whether it was paid on another day."""
    return not is_paid_that_day(deed)


def payer(deed: RecordedEvent) -> Said | None:
    """Name who paid, where that was somebody else."""
    return deed.named("paid by")


DEEDS = {
    "set the budget": telling(
        _("{who} set the budget to {budget}; before that, it was {before}."),
        _("{who} set the budget to {budget}."),
        then=[CARRIES_OUT],
        before=amount_of("before"),
    ),
    "handed money on": telling(
        _("{who} handed {amount} on from {thing} to {to}."),
        then=[WHY, CARRIES_OUT],
    ),
    "brought money back": telling(
        _("{who} took {amount} back from {of} to {to}."),
        then=[WHY, CARRIES_OUT],
    ),
    "recorded an expense": telling(
        phrase(_("{who} entered an expense of {amount} for {circle_there} on {decision}: {thing}."), tells=["day"]),
        phrase(_("{who} entered an expense of {amount} for {circle_there}: {thing}."), tells=["day"]),
        then=[
            phrase(_("{payer} paid it."), when=is_paid_that_day, tells=["paid by"]),
            phrase(_("{payer} paid it on {day}."), when=is_paid_before, tells=["paid by"]),
            phrase(_("It was paid on {day}."), when=lambda deed: is_paid_before(deed) and not payer(deed)),
        ],
        payer=payer,
    ),
    "called an expense back": telling(
        _("{who} called back an expense of {amount} for {circle_there}: {thing}."),
        then=[WHY],
    ),
}
