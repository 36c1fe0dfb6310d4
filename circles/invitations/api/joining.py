"""API of coming in: invitations that wait, and links by which many join a circle."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from circles.circles.access import circle_for
from circles.circles.permissions import may_give_role
from circles.invitations import permissions
from circles.invitations.contexts.invitations import InvitationRow, rows_of
from circles.invitations.models import Invitation, JoinLink
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after

router = Router()


class InvitationOut(Schema):
    """An invitation that nobody has taken; `email` is masked for who may not see it. It is open until it expires, and
    while who sent it may invite people into the circle.
    """

    id: int
    email: str
    circle: str
    invited_by: str
    expires_at: datetime
    is_expired: bool
    is_open: bool


class JoinLinkIn(Body):
    """Until when a link lets people in, and which role they get."""

    ends_on: date
    role: Literal["", "facilitator", "secretary"] = ""


class JoinLinkOut(Schema):
    """A circle's link to join: whoever has the address comes in."""

    address: str
    role: str
    ends_on: date
    joined: int
    is_open: bool


def invitation_out(row: InvitationRow) -> InvitationOut:
    """Give an invitation as the API shows it."""
    one = row.invitation
    return InvitationOut(
        id=one.pk,
        email=row.address,
        circle=one.circle.key,
        invited_by=one.invited_by.name,
        expires_at=one.expires_at,
        is_expired=one.is_expired,
        is_open=row.is_open,
    )


def find(request: HttpRequest, slug: str, pk: int) -> Invitation:
    """Find an invitation that the asker may do something about."""
    project = project_for(request, slug)
    found = get_object_or_404(project.invitations.unanswered().select_related("circle__project", "project"), pk=pk)
    require(permissions.may_see_to_invitation(asker(request), found))
    return found


@router.get("projects/{slug}/invitations", response=list[InvitationOut])
def invitations(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List the invitations that nobody has taken yet, by address."""
    project = project_for(request, slug)
    found = found_after(
        request, response, project.invitations.unanswered().select_related("circle", "invited_by"), after, key="email"
    )
    return [invitation_out(row) for row in rows_of(found, project, asker(request))]


@router.post("projects/{slug}/invitations/{pk}/sending", response={201: dict[str, str]})
def send_again(request: HttpRequest, slug: str, pk: int) -> Any:
    """Send an invitation again; the answer has the new link, the earlier one ends."""
    found = find(request, slug, pk)
    require(permissions.may_send_invitation_again(asker(request), found))
    return Status(201, {"link": found.send_again(by=asker(request))})


@router.post("projects/{slug}/invitations/{pk}/withdrawal", response={204: None})
def withdraw(request: HttpRequest, slug: str, pk: int) -> Any:
    """Take an invitation back."""
    find(request, slug, pk).withdraw(by=asker(request))
    return Status(204, None)


@router.get("projects/{slug}/circles/{key}/joining", response=JoinLinkOut)
def join_link(request: HttpRequest, slug: str, key: str) -> Any:
    """Read a circle's link to join; 404 where there is none."""
    circle = circle_for(request, slug, key)
    require(permissions.may_make_join_link(asker(request), circle))
    return get_object_or_404(circle.join_links.turned_on().select_related("project", "circle", "made_by"))


@router.post("projects/{slug}/circles/{key}/joining", response={201: JoinLinkOut})
def make_join_link(request: HttpRequest, slug: str, key: str, body: JoinLinkIn) -> Any:
    """Make a circle's link to join; the earlier one is turned off."""
    circle = circle_for(request, slug, key)
    require(permissions.may_make_join_link(asker(request), circle))
    require(not body.role or may_give_role(asker(request), circle, body.role))
    return Status(201, JoinLink.make(circle, by=asker(request), ends_on=body.ends_on, role=body.role))


@router.post("projects/{slug}/circles/{key}/joining/ending", response={204: None})
def end_join_link(request: HttpRequest, slug: str, key: str) -> Any:
    """Turn a circle's link to join off."""
    circle = circle_for(request, slug, key)
    require(permissions.may_make_join_link(asker(request), circle))
    get_object_or_404(circle.join_links.turned_on()).turn_off(by=asker(request))
    return Status(204, None)


@router.post("joining/{secret}", response={201: dict[str, str]})
def join(request: HttpRequest, secret: str) -> Any:
    """Join by a link; the answer has the project's address part and the circle's key."""
    found = JoinLink.objects.by_secret(secret).select_related("circle__project", "project", "made_by")
    link = get_object_or_404(found)
    link.join(by=asker(request))
    return Status(201, {"project": link.project.slug, "circle": link.circle.key})
