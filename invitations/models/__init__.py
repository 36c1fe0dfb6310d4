"""How people come in: by an invitation, by a link, or as a guest of one thing."""

from invitations.models.guest import CircleGrant, GrantQuerySet, Guest, Level
from invitations.models.invitation import Invitation, masked
from invitations.models.join_link import JoinLink

__all__ = ["CircleGrant", "GrantQuerySet", "Guest", "Invitation", "JoinLink", "Level", "masked"]
