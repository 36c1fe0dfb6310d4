"""API of invitations by e-mail."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Status

from circles.circles import permissions
from circles.circles.access import circle_for
from circles.invitations.models import Invitation
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.schema_types import Address

router = Router()


class InvitationIn(Body):
    """Whom to invite."""

    email: Address
    role: str = Field("", max_length=12, description="pilot, facilitator or secretary: they have it when they join")


@router.post(
    "projects/{slug}/circles/{key}/invitations", response={201: dict[str, str]}, operation_id="circles_people_invite"
)
def invite(request: HttpRequest, slug: str, key: str, body: InvitationIn) -> Any:
    """Invite an address; the answer has the link."""
    circle = circle_for(request, slug, key)
    require(permissions.may_admit(asker(request), circle))
    require(not body.role or permissions.may_give_role(asker(request), circle, body.role))
    return Status(201, {"link": Invitation.send(circle, body.email, by=asker(request), role=body.role)})
