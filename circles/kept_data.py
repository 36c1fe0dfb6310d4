"""What circles keep of a project: its tree, people, money, equipment, elements, domains and links."""

from typing import Any

from circles.models import (
    Allotment,
    Circle,
    Domain,
    Equipment,
    Expense,
    Fundamental,
    Invitation,
    Link,
    Membership,
    Project,
    Purse,
    Reservation,
    Role,
)
from circles.models.domain import Sharing
from web.kept_data import FormerNames, KeptData

IN_PROJECT = (
    Circle, Domain, Equipment, Allotment, Reservation, Expense, Fundamental, Membership, Invitation, Link,
)  # fmt: skip


def forget(person: Any, names: FormerNames) -> None:
    """Take the person's addresses from invitations, those they took and those that still wait."""
    rows: list[Any] = [*Invitation.objects.all(), *Invitation.history.all()]
    for row in rows:
        if row.email.lower() in names.addresses:
            row.email, row.skip_history_when_saving = f"former-{row.pk}@ronde.invalid", True
            row.save()


KEPT_DATA = KeptData(
    app="circles",
    tables={
        Project: "id",
        **dict.fromkeys(IN_PROJECT, "project"),
        Sharing: "domain__project",
        Role: "membership__project",
        Purse: "circle__project",
    },
    common={
        Project: ("created_by",),
        Equipment: ("keeper",),
        Allotment: ("by",),
        Expense: ("paid_by", "recorded_by"),
        Membership: ("user",),
        Invitation: ("invited_by",),
        Link: ("made_by",),
    },
    forget=forget,
)
