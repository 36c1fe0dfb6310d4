"""What circles keep of a project: its tree, people, money, equipment, elements, domains and links."""

from typing import Any

from audit import clock
from circles.models import (
    Allotment,
    Circle,
    CircleGrant,
    Domain,
    Equipment,
    Expense,
    Fundamental,
    Guest,
    Invitation,
    JoinLink,
    Link,
    Membership,
    Project,
    Purse,
    Reservation,
    Role,
    Star,
)
from circles.models.domain import Sharing
from web.kept_data import FormerNames, KeptData

IN_PROJECT = (
    Circle, Domain, Equipment, Allotment, Reservation, Expense, Fundamental, Membership, Invitation, Link,
    Guest, JoinLink,
)  # fmt: skip


def forget(person: Any, names: FormerNames) -> None:
    """Take the person's addresses from invitations, those they took and those that still wait; as guests too."""
    rows: list[Any] = [*Invitation.objects.all(), *Invitation.history.all()]
    rows += [*Guest.objects.all(), *Guest.history.all()]
    for row in rows:
        if row.email.lower() in names.addresses:
            row.email, row.skip_history_when_saving = f"former-{row.pk}@ronde.invalid", True
            row.save()


def let_out(guest: Guest) -> None:
    """Let no guest come along with a copy: what they may is rows of the server that it is from."""
    guest.ended_at = guest.ended_at or clock.now()


def turn_off(link: JoinLink) -> None:
    """Let nobody in by a link of another server: its address was made there."""
    link.ended_at = link.ended_at or clock.now()


KEPT_DATA = KeptData(
    app="circles",
    tables={
        Project: "id",
        **dict.fromkeys(IN_PROJECT, "project"),
        Sharing: "domain__project",
        Role: "membership__project",
        Purse: "circle__project",
    },
    left_out={
        Star: "what somebody keeps at hand",
        CircleGrant: "rights of guests, who are let in anew on another server",
    },
    arriving={Guest: let_out, JoinLink: turn_off},
    private={CircleGrant: "user", Star: "user"},
    common={
        Project: ("created_by",),
        Equipment: ("keeper",),
        Allotment: ("by",),
        Expense: ("paid_by", "recorded_by"),
        Membership: ("user",),
        Invitation: ("invited_by",),
        JoinLink: ("made_by",),
        Guest: ("user", "invited_by", "ended_by"),
        Link: ("made_by",),
    },
    forget=forget,
)
