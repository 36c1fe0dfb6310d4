"""Event types of circles, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType, goes_on_when_closed


class CircleEvent(EventType):
    """What the record keeps of circles and of who is in them."""

    ORGANISATION_IMPORTED = "project.organisation_imported", _("imported an organisation")
    CIRCLE_OPENED = "circle.opened", _("opened the circle")
    CIRCLE_RENAMED = "circle.renamed", _("renamed the circle")
    LIMITS_CHANGED = "circle.limits_changed", _("changed what the circle decides alone")
    NEEDS_STATED = "circle.needs_stated", _("said which skills the circle needs")
    CIRCLE_CLOSED = "circle.closed", _("closed the circle")
    CIRCLE_MERGED = "circle.merged", _("merged the circle into another")
    CIRCLE_MOVED = "circle.moved", _("moved the circle")
    CIRCLE_REOPENED = "circle.reopened", _("reopened the circle")
    CIRCLE_SPLIT = "circle.split", _("split the circle off another")
    MEMBER_ADDED = "membership.added", _("added a person")
    ROLE_GIVEN = "role.given", _("gave a role")
    ROLE_TERM_SET = "role.term_set", _("set the end of a role")
    ROLE_DESCRIBED = "role.described", _("described a role")
    ROLE_ENDED = "role.ended", _("ended a role")
    ROLE_EXPIRED = "role.expired", _("let the term of a role end")
    ROLE_EXPIRY_ANNOUNCED = "role.expiry_announced", _("announced the end of a term")
    TIME_SHARE_SET = "membership.time_share_set", _("set a share of the week")
    MEMBERSHIP_ENDED = "membership.ended", _("ended a membership")
    DOMAIN_GRANTED = "domain.granted", _("gave the circle a domain")
    DOMAIN_TRANSFERRED = "domain.transferred", _("handed the domain to another circle")
    DOMAIN_SHARED = "domain.shared", _("shared the domain with another circle")
    DOMAIN_SHARING_ENDED = "domain.sharing_ended", _("stopped sharing the domain")
    DOMAIN_GIVEN_UP = "domain.given_up", _("gave the domain up")
    ELEMENT_DECLARED = "element.declared", _("declared a fundamental element")
    ELEMENT_CHANGED = "element.changed", _("changed a fundamental element")
    ELEMENT_REMOVED = "element.removed", _("removed a fundamental element")
    EQUIPMENT_ADDED = "equipment.added", _("added equipment")
    EQUIPMENT_CHANGED = "equipment.changed", _("changed equipment")
    EQUIPMENT_REMOVED = "equipment.removed", _("removed equipment")
    ITEM_TRANSFERRED = "item.transferred", _("gave to another circle")


goes_on_when_closed(CircleEvent.MEMBERSHIP_ENDED)
