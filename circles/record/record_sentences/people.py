"""Who comes into a circle, with which role and how much time, and who leaves."""

from django.utils.translation import gettext_lazy as _

from circles.circles.event_types import CircleEvent
from circles.invitations.event_types import InvitationEvent
from circles.projects.event_types import ProjectEvent
from circles.record.templates import RecordedEvent, percent_of, sentences, template


def is_of_oneself(event: RecordedEvent) -> bool:
    """Return whether it is said of the one who says it; a namesake, whose membership it is not, is another person."""
    is_namesake = event.member is not None and event.member != event.entry.actor
    return event.by is not None and event.personal.get("person") == event.by and not is_namesake


ME = ["person"]

SENTENCES = {
    CircleEvent.MEMBER_ADDED: sentences(
        template(_("{who} joined the circle {thing}."), when=is_of_oneself, covers=ME),
        _("{who} added {person} to the circle {thing}."),
    ),
    ProjectEvent.PERSON_CHANGED: sentences(_("{who}, as administrator, changed the account of {person}: {changed}.")),
    InvitationEvent.INVITATION_ACCEPTED: sentences(_("{who} joined the circle {thing} by invitation.")),
    InvitationEvent.INVITATION_SENT: sentences(
        _("{who} invited {address} into the circle {circle_there}."),
        _("{who} invited {address}."),
    ),
    InvitationEvent.INVITATION_SENT_AGAIN: sentences(
        _("{who} sent {address} the invitation into the circle {circle_there} again."),
        _("{who} sent the invitation of {address} again."),
    ),
    InvitationEvent.INVITATION_WITHDRAWN: sentences(
        _("{who} withdrew the invitation of {address} into the circle {circle_there}."),
        _("{who} withdrew the invitation of {address}."),
    ),
    InvitationEvent.JOIN_LINK_MADE: sentences(
        _("{who} created a link to join the circle {circle_there} until {until}."),
        then=[_("People who join by it get a role: {role}.")],
    ),
    InvitationEvent.JOIN_LINK_TURNED_OFF: sentences(_("{who} turned off the link to join {circle_there}.")),
    InvitationEvent.MEMBER_JOINED_BY_LINK: sentences(_("{who} joined the circle {thing} by a link.")),
    InvitationEvent.GUEST_INVITED: sentences(
        _("{who} invited {address} as a guest to {thing}, to {level}, until {until}: “{reason}”.")
    ),
    InvitationEvent.GUEST_ADMITTED: sentences(
        _("{who} joined as a guest of {thing}, to {level}, until {until}: “{reason}”.")
    ),
    InvitationEvent.BOT_MADE: sentences(_("{who} created the bot {person} in {thing}.")),
    InvitationEvent.BOT_HANDED_OVER: sentences(_("{who} handed the bot {person} of {thing} over to {owner}.")),
    InvitationEvent.BOT_REMOVED: sentences(_("{who} removed the bot {person} of {thing}.")),
    InvitationEvent.BOT_RENEWED: sentences(_("{who} extended the bot {person} of {thing} until {until}.")),
    InvitationEvent.BOT_EXPIRY_ANNOUNCED: sentences(_("The bot {person} of {thing} ends on {until}.")),
    InvitationEvent.BOT_EXPIRED: sentences(_("The bot {person} of {thing} ended on {until}.")),
    InvitationEvent.GUEST_ENDED: sentences(
        template(_("{who} ended the access of {person}, who was a guest of {thing}."), covers=["until"]),
        template(_("{who} withdrew the invitation of {address} as a guest to {thing}."), covers=["until"]),
    ),
    InvitationEvent.GUEST_EXPIRED: sentences(
        _("{person}, a guest of {thing}, left on {until}, as was agreed."),
        _("The invitation of {address} as a guest to {thing} ran out on {until}."),
    ),
    InvitationEvent.GUEST_EXPIRY_ANNOUNCED: sentences(_("{person}, a guest of {thing}, leaves on {until}.")),
    CircleEvent.ROLE_GIVEN: sentences(
        template(_("{who} took a role in {thing}: {role}."), when=is_of_oneself, covers=ME),
        _("{who} gave {person} a role in {thing}: {role}."),
        then=[
            _("It is there for “{purpose}”."),
            _("It ends on {until}."),
            _("It is a voice in {voice_in}."),
        ],
    ),
    CircleEvent.ROLE_TERM_SET: sentences(
        _("{who} let a role of {person} in {thing}, {role}, last until {until}; before that, it was until {before}."),
        _("{who} let a role of {person} in {thing}, {role}, last until {until}."),
        template(_("{who} let a role of {person} in {thing}, {role}, last without end."), until=""),
    ),
    CircleEvent.ROLE_DESCRIBED: sentences(
        _("{who} said what a role of {person} in {thing}, {role}, is there for: “{purpose}”."),
        _("{who} said anew what a role of {person} in {thing} is there for: {role}."),
        then=[_("What can be expected: “{expected}”.")],
    ),
    CircleEvent.ROLE_ENDED: sentences(
        template(_("{who} gave up a role in {thing}: {role}."), when=is_of_oneself, covers=ME),
        _("{who} ended a role of {person} in {thing}: {role}."),
    ),
    CircleEvent.ROLE_EXPIRED: sentences(
        _("A role of {person} in {thing}, {role}, has ended on {until}, as was agreed."),
        _("A role of {person} in {thing}, {role}, has ended, as was agreed."),
    ),
    CircleEvent.ROLE_EXPIRY_ANNOUNCED: sentences(
        _("A role of {person} in {thing}, {role}, ends on {until}."),
    ),
    CircleEvent.TIME_SHARE_SET: sentences(
        template(
            _("{who} gives {thing} {percent} of the week; before that, it was {before}."), when=is_of_oneself, covers=ME
        ),
        template(_("{who} gives {thing} {percent} of the week."), when=is_of_oneself, covers=[*ME, "before"]),
        _("{who} said that {person} gives {thing} {percent} of the week; before that, it was {before}."),
        template(_("{who} said that {person} gives {thing} {percent} of the week."), covers=["before"]),
        template(
            _("{who} no longer states a share of the week for {thing}."), when=is_of_oneself, covers=ME, percent=None
        ),
        template(_("{who} removed the share of the week that {person} gives {thing}."), percent=None),
        percent=percent_of("percent"),
        before=percent_of("before"),
    ),
    CircleEvent.MEMBERSHIP_ENDED: sentences(
        template(_("{who} left the circle {thing}."), when=is_of_oneself, covers=ME),
        _("{who} ended the membership of {person} in the circle {thing}."),
    ),
}
