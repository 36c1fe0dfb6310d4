"""Finds who comes to a document's socket. The queries are composed once: composing took most of the time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from foundation.accounts.models import Token, User
from foundation.accounts.models.token import digest
from foundation.web.repeated_query import RepeatedQuery, uuid_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet


def person_now(user: UUID) -> User | None:
    """Return an active person as they are now: their id, access epoch, name and hue, and nothing else."""
    for row in _people.rows(user=user):
        return _person(*row)
    return None


def token_shown(secret: str) -> Token | None:
    """Find the token with this secret, as `Token.shown` does: what it is for, and its person as in `person_now`."""
    hashed = digest(secret)
    for scopes, project, *person in _tokens.rows(digest=hashed):
        only = uuid_of(project) if project else None
        named = json.loads(scopes) if isinstance(scopes, str) else scopes  # as the database gives them, or the ORM
        return Token(user=_person(*person), digest=hashed, scopes=named, project=only)
    return None


def _people_now(user: UUID) -> QuerySet[User, tuple[Any, ...]]:
    return User.objects.filter(pk=user, is_active=True).values_list("pk", "access_epoch", "name", "hue")


def _tokens_speaking(digest: UUID) -> QuerySet[Token, tuple[Any, ...]]:
    person = ("user", "user__access_epoch", "user__name", "user__hue")
    return Token.objects.speaking().filter(digest=digest).values_list("scopes", "project", *person)


def _person(pk: UUID | str, access_epoch: int, name: str, hue: int) -> User:
    return User(pk=uuid_of(pk), access_epoch=access_epoch, name=name, hue=hue)


_people = RepeatedQuery(_people_now, "user")
_tokens = RepeatedQuery(_tokens_speaking, "digest")
