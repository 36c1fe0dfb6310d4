"""What is kept of who came in how: invitations, join links, guests."""

from typing import Any

from circles.invitations.models import CircleGrant, Guest, Invitation, JoinLink
from foundation.audit import clock
from foundation.web.kept_data import FormerNames, KeptData


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
    app="invitations",
    tables=dict.fromkeys((Invitation, Guest, JoinLink), "project"),
    left_out={CircleGrant: "rights of guests, who are let in anew on another server"},
    arriving={Guest: let_out, JoinLink: turn_off},
    private={CircleGrant: "user"},
    common={Invitation: ("invited_by",), JoinLink: ("made_by",), Guest: ("user", "invited_by", "ended_by")},
    forget=forget,
)
