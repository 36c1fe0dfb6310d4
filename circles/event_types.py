"""Event types of projects and circles, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from audit.event_types import EventType, goes_on_when_closed


class CircleEvent(EventType):
    """What the record keeps of projects and circles."""

    PROJECT_CREATED = "project.created", _("made the project")
    PROJECT_SETTINGS_CHANGED = "project.settings_changed", _("changed the settings of the project")
    PROJECT_ARCHIVED = "project.archived", _("archived the project")
    PROJECT_UNARCHIVED = "project.unarchived", _("took the project out of the archive")
    ORGANISATION_IMPORTED = "project.organisation_imported", _("imported an organisation")
    CIRCLE_OPENED = "circle.opened", _("opened the circle")
    CIRCLE_RENAMED = "circle.renamed", _("renamed the circle")
    LIMITS_CHANGED = "circle.limits_changed", _("changed what the circle decides alone")
    NEEDS_STATED = "circle.needs_stated", _("said which skills the circle needs")
    CIRCLE_CLOSED = "circle.closed", _("closed the circle")
    CIRCLE_MERGED = "circle.merged", _("merged the circle into another")
    CIRCLE_MOVED = "circle.moved", _("moved the circle")
    CIRCLE_REOPENED = "circle.reopened", _("opened the circle again")
    CIRCLE_SPLIT = "circle.split", _("split the circle off another")
    PERSON_CHANGED = "person.changed_by_administrator", _("changed, as administrator, what is kept of a person")
    MEMBER_ADDED = "membership.added", _("let a person in")
    INVITATION_ACCEPTED = "invitation.accepted", _("came in by invitation")
    INVITATION_SENT = "invitation.sent", _("invited somebody")
    INVITATION_SENT_AGAIN = "invitation.sent_again", _("sent an invitation again")
    INVITATION_WITHDRAWN = "invitation.withdrawn", _("took an invitation back")
    JOIN_LINK_MADE = "join_link.made", _("made a link to join")
    JOIN_LINK_TURNED_OFF = "join_link.turned_off", _("turned a link to join off")
    MEMBER_JOINED_BY_LINK = "membership.joined_by_link", _("came in by a link")
    GUEST_INVITED = "guest.invited", _("invited a guest")
    GUEST_ADMITTED = "guest.admitted", _("came in as a guest")
    GUEST_ENDED = "guest.ended", _("let a guest out")
    GUEST_EXPIRED = "guest.expired", _("let a guest out on their day")
    GUEST_EXPIRY_ANNOUNCED = "guest.expiry_announced", _("announced the day on which a guest leaves")
    ROLE_GIVEN = "role.given", _("gave a role")
    ROLE_TERM_SET = "role.term_set", _("said until when a role is held")
    ROLE_DESCRIBED = "role.described", _("said what a role is for")
    ROLE_ENDED = "role.ended", _("ended a role")
    ROLE_EXPIRED = "role.expired", _("let the term of a role end")
    ROLE_EXPIRY_ANNOUNCED = "role.expiry_announced", _("announced the end of a term")
    TIME_SHARE_SET = "membership.time_share_set", _("said how much of the week goes into the circle")
    MEMBERSHIP_ENDED = "membership.ended", _("ended a membership")
    DOMAIN_GRANTED = "domain.granted", _("gave the circle a domain")
    DOMAIN_TRANSFERRED = "domain.transferred", _("handed the domain to another circle")
    DOMAIN_SHARED = "domain.shared", _("shared the domain with another circle")
    DOMAIN_SHARING_ENDED = "domain.sharing_ended", _("stopped sharing the domain")
    DOMAIN_GIVEN_UP = "domain.given_up", _("gave the domain up")
    ELEMENT_DECLARED = "element.declared", _("declared a fundamental element")
    ELEMENT_CHANGED = "element.changed", _("changed a fundamental element")
    ELEMENT_REMOVED = "element.removed", _("removed a fundamental element")
    EQUIPMENT_ADDED = "equipment.added", _("put equipment on the list")
    EQUIPMENT_CHANGED = "equipment.changed", _("changed what the list says of equipment")
    EQUIPMENT_REMOVED = "equipment.removed", _("took equipment off the list")
    ITEM_TRANSFERRED = "item.transferred", _("gave to another circle")
    BUDGET_SET = "budget.set", _("set the budget")
    MONEY_ALLOTTED = "money.allotted", _("handed money on")
    MONEY_RETURNED = "money.returned", _("brought money back")
    EXPENSE_RECORDED = "expense.recorded", _("recorded an expense")
    EXPENSE_REVERSED = "expense.reversed", _("called an expense back")


goes_on_when_closed(
    CircleEvent.MEMBERSHIP_ENDED,
    CircleEvent.GUEST_ENDED,
    CircleEvent.INVITATION_WITHDRAWN,
    CircleEvent.JOIN_LINK_TURNED_OFF,
    CircleEvent.PERSON_CHANGED,
)
