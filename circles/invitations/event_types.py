"""Event types of invitations, join links and guests; the label follows the person’s name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType, goes_on_when_closed


class InvitationEvent(EventType):
    """What the record keeps of invitations, join links and guests."""

    INVITATION_ACCEPTED = "invitation.accepted", _("joined by invitation")
    INVITATION_SENT = "invitation.sent", _("invited someone")
    INVITATION_SENT_AGAIN = "invitation.sent_again", _("sent an invitation again")
    INVITATION_WITHDRAWN = "invitation.withdrawn", _("withdrew an invitation")
    JOIN_LINK_MADE = "join_link.made", _("created a join link")
    JOIN_LINK_TURNED_OFF = "join_link.turned_off", _("turned off a join link")
    MEMBER_JOINED_BY_LINK = "membership.joined_by_link", _("joined by a link")
    GUEST_INVITED = "guest.invited", _("invited a guest")
    GUEST_ADMITTED = "guest.admitted", _("joined as a guest")
    GUEST_ENDED = "guest.ended", _("ended a guest’s access")
    GUEST_EXPIRED = "guest.expired", _("ended a guest’s access on its day")
    BOT_MADE = "bot.made", _("created a bot")
    BOT_HANDED_OVER = "bot.handed_over", _("handed a bot over")
    BOT_REMOVED = "bot.removed", _("removed a bot")
    BOT_RENEWED = "bot.renewed", _("extended a bot")
    BOT_EXPIRY_ANNOUNCED = "bot.expiry_announced", _("announced the end of a bot")
    BOT_EXPIRED = "bot.expired", _("ended a bot on its day")
    GUEST_EXPIRY_ANNOUNCED = "guest.expiry_announced", _("announced the day on which a guest leaves")


goes_on_when_closed(
    InvitationEvent.BOT_REMOVED,
    InvitationEvent.GUEST_ENDED,
    InvitationEvent.INVITATION_WITHDRAWN,
    InvitationEvent.JOIN_LINK_TURNED_OFF,
)
