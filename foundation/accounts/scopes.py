"""What a token lets a program do: read, and write in areas of its own. Which one an operation needs stands in the
description of the API (openapi.json).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

SAFE = ("GET", "HEAD", "OPTIONS")


class Scope(models.TextChoices):
    """What a token may be for; `write` is for every area, also those to come."""

    READ = "read", _("Read what you may read")
    WRITE = "write", _("Write everywhere")
    PROFILE = "profile:write", _("Write: profile, inbox, settings")
    CIRCLES = "circles:write", _("Write: projects, circles, roles and money")
    DOCUMENTS = "documents:write", _("Write: documents and comments")
    CHAT = "chat:write", _("Write: chat")
    SPECIFICATION = "specification:write", _("Write: the specification")
    ACTIONS = "actions:write", _("Write: actions")
    DECISIONS = "decisions:write", _("Write: proposals, positions and decisions")
    TRACKS = "tracks:write", _("Write: questions and tracks")
    MEETINGS = "meetings:write", _("Write: syncs and their agenda")
    FILES = "files:write", _("Write: files")
    TAKEAWAY = "takeaway:write", _("Download copies")
    WEBHOOKS = "webhooks:write", _("Write: webhooks")


EVERYTHING = (Scope.READ, Scope.WRITE)
OF_APP = {"accounts": "profile", "inbox": "profile", "search": "profile", "today": "profile"}
"""Apps whose operations are about oneself; every other one has an area of its own name."""


def needed(app: str, method: str) -> Scope:
    """Return what an operation of an app needs."""
    return Scope.READ if method in SAFE else Scope(f"{OF_APP.get(app, app)}:write")


def allows(scopes: list[str], scope: Scope) -> bool:
    """Whether a token with these scopes may do what needs that."""
    return scope in scopes or (scope != Scope.READ and Scope.WRITE in scopes)
