"""The budget, what circles hand each other, and what they spend."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circles.money.event_types import MoneyEvent
from circles.record.formatting import Formatted
from circles.record.record_sentences.tails import CARRIES_OUT, WHY
from circles.record.templates import RecordedEvent, amount_of, sentences, template
from foundation.web.pagination import day_in


def is_paid_that_day(event: RecordedEvent) -> bool:
    """Return whether an expense was paid on the day on which it is told."""
    return day_in(str(event.facts.get("day"))) == timezone.localdate(event.entry.happened_at, event.project.zone)


def is_paid_before(event: RecordedEvent) -> bool:
    """Return whether it was paid on another day."""
    return not is_paid_that_day(event)


def payer(event: RecordedEvent) -> Formatted | None:
    """Name who paid, where that was another person."""
    return event.named("paid by")


SENTENCES = {
    MoneyEvent.BUDGET_SET: sentences(
        _("{who} set the budget to {budget}; before that, it was {before}."),
        _("{who} set the budget to {budget}."),
        then=[CARRIES_OUT],
        before=amount_of("before"),
    ),
    MoneyEvent.MONEY_ALLOTTED: sentences(
        _("{who} allotted {amount} from {thing} to {to}."),
        then=[WHY, CARRIES_OUT],
    ),
    MoneyEvent.MONEY_RETURNED: sentences(
        _("{who} took {amount} back from {of} to {to}."),
        then=[WHY, CARRIES_OUT],
    ),
    MoneyEvent.EXPENSE_RECORDED: sentences(
        template(_("{who} entered an expense of {amount} for {circle_there} on {decision}: {thing}."), covers=["day"]),
        template(_("{who} entered an expense of {amount} for {circle_there}: {thing}."), covers=["day"]),
        then=[
            template(_("{payer} paid it."), when=is_paid_that_day, covers=["paid by"]),
            template(_("{payer} paid it on {day}."), when=is_paid_before, covers=["paid by"]),
            template(_("It was paid on {day}."), when=lambda event: is_paid_before(event) and not payer(event)),
        ],
        payer=payer,
    ),
    MoneyEvent.EXPENSE_REVERSED: sentences(
        _("{who} cancelled an expense of {amount} for {circle_there}: {thing}."),
        then=[WHY],
    ),
}
