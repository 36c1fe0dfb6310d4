"""What a circle has: domains, fundamental elements, equipment."""

from django.utils.translation import gettext_lazy as _

from circles.circles.event_types import CircleEvent
from circles.record.record_sentences.people import ME, is_of_oneself
from circles.record.record_sentences.tails import CARRIES_OUT
from circles.record.templates import sentences, template

SENTENCES = {
    CircleEvent.DOMAIN_GRANTED: sentences(_("{who} gave {circle_there} a domain: {thing}."), then=[CARRIES_OUT]),
    CircleEvent.DOMAIN_TRANSFERRED: sentences(
        _("{who} handed the domain {thing} on from {before} to {within}."), then=[CARRIES_OUT]
    ),
    CircleEvent.DOMAIN_SHARED: sentences(_("{who} let {within} share the domain {thing}."), then=[CARRIES_OUT]),
    CircleEvent.DOMAIN_SHARING_ENDED: sentences(
        _("{who} ended that {before} shares the domain {thing}."), then=[CARRIES_OUT]
    ),
    CircleEvent.DOMAIN_GIVEN_UP: sentences(_("{who} gave up the domain {thing}."), then=[CARRIES_OUT]),
    CircleEvent.ELEMENT_DECLARED: sentences(_("{who} declared a fundamental element: {thing}."), then=[CARRIES_OUT]),
    CircleEvent.ELEMENT_CHANGED: sentences(
        template(
            _("{who} changed what counts as acceptable for {thing}."),
            when=lambda event: str(event.facts.get("before")) in event.entry.title,
            covers=["before"],
        ),
        _("{who} changed a fundamental element. It was “{before}”, and is {thing}."),
        then=[CARRIES_OUT],
    ),
    CircleEvent.ELEMENT_REMOVED: sentences(
        _("{who} took {thing} off the list of fundamental elements."), then=[CARRIES_OUT]
    ),
    CircleEvent.EQUIPMENT_ADDED: sentences(
        template(
            _("{who} added {thing} to the equipment of {circle_there}, and looks after it."),
            when=is_of_oneself,
            covers=ME,
        ),
        _("{who} added {thing} to the equipment of {circle_there}; {person} looks after it."),
        _("{who} added {thing} to the equipment of {circle_there}."),
        then=[_("Note: “{note}”.")],
    ),
    CircleEvent.EQUIPMENT_CHANGED: sentences(
        _("{who} changed the equipment {thing}; {person} looks after it."),
        _("{who} changed the equipment {thing}."),
        then=[_("Note: “{note}”.")],
    ),
    CircleEvent.EQUIPMENT_REMOVED: sentences(_("{who} removed {thing} from the equipment.")),
    CircleEvent.ITEM_TRANSFERRED: sentences(_("{who} gave {thing} from {before} to {within}.")),
}
