"""What a circle has: domains, fundamental elements, equipment."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import phrase, telling
from circles.record_sentences.people import ME, is_of_oneself
from circles.record_sentences.tails import CARRIES_OUT

DEEDS = {
    "gave the circle a domain": telling(_("{who} gave {circle_there} a domain: {thing}."), then=[CARRIES_OUT]),
    "handed the domain to another circle": telling(
        _("{who} handed the domain {thing} on from {before} to {within}."), then=[CARRIES_OUT]
    ),
    "shared the domain with another circle": telling(
        _("{who} let {within} share the domain {thing}."), then=[CARRIES_OUT]
    ),
    "stopped sharing the domain": telling(
        _("{who} ended that {before} shares the domain {thing}."), then=[CARRIES_OUT]
    ),
    "gave the domain up": telling(_("{who} gave up the domain {thing}."), then=[CARRIES_OUT]),
    "declared a fundamental element": telling(_("{who} declared a fundamental element: {thing}."), then=[CARRIES_OUT]),
    "changed a fundamental element": telling(
        phrase(
            _("{who} changed what counts as acceptable for {thing}."),
            when=lambda deed: str(deed.facts.get("before")) in deed.entry.title,
            tells=["before"],
        ),
        _("{who} changed a fundamental element. It was “{before}”, and is {thing}."),
        then=[CARRIES_OUT],
    ),
    "put equipment on the list": telling(
        phrase(
            _("{who} put {thing} on the list of equipment of {circle_there}, and looks after it."),
            when=is_of_oneself,
            tells=ME,
        ),
        _("{who} put {thing} on the list of equipment of {circle_there}; {person} looks after it."),
        _("{who} put {thing} on the list of equipment of {circle_there}."),
        then=[_("Note: “{note}”.")],
    ),
    "changed what the list says of equipment": telling(
        _("{who} changed what the list of equipment says of {thing}; {person} looks after it."),
        _("{who} changed what the list of equipment says of {thing}."),
        then=[_("Note: “{note}”.")],
    ),
    "took equipment off the list": telling(_("{who} took {thing} off the list of equipment.")),
    "gave to another circle": telling(_("{who} gave {thing} from {before} to {within}.")),
}
