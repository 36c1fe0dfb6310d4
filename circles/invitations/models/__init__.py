"""How people come in: by an invitation, by a link, or as a guest of one thing."""

from circles.invitations.models.guest import CircleGrant, GrantQuerySet, Guest, Level
from circles.invitations.models.invitation import Invitation, masked
from circles.invitations.models.join_link import JoinLink

__all__ = ["CircleGrant", "GrantQuerySet", "Guest", "Invitation", "JoinLink", "Level", "masked"]
