"""What an administrator comes for: the first page of the administration begins with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from across.webhooks.models import Webhook
from circles.invitations.models import Invitation
from circles.projects.models import Project, WrittenThing
from decisions.decisions.models import Decision, Proposal
from documents.coediting.models import Quarantine
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import OutgoingEmail

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Errand:
    """A list that one comes for: searched there (`hint`), or counted (`number`), when it shows what was counted;
    `is_wrong` where a person should look into it.
    """

    name: str
    address: str
    hint: str = ""
    number: int | None = None
    is_wrong: bool = False


def errands(user: User | AnonymousUser) -> list[Errand]:
    """Return those whose lists this administrator may see."""
    return [*_searched(user), *_counted(user)]


def _searched(user: User | AnonymousUser) -> Iterator[Errand]:
    wanted: list[tuple[type[Model], str, str]] = [
        (User, _("Find a person"), _("Name, e-mail address or handle")),
        (Project, _("Find a project"), _("Name or purpose")),
        (Decision, _("Find a decision"), _("D-12, title or project")),
        (Proposal, _("Find a proposal"), _("P-24, title or project")),
    ]
    for model, name, hint in wanted:
        if _may_see(user, model):
            yield Errand(name, _list_of(model), hint)


def _counted(user: User | AnonymousUser) -> Iterator[Errand]:
    lately = (clock.now() - LATELY).isoformat()
    open_ = {"taken_at__isnull": True, "withdrawn_at__isnull": True}
    wanted: list[tuple[type[Model], str, dict[str, Any], bool]] = [
        (Invitation, _("Open invitations"), open_, False),
        (OutgoingEmail, _("E-mails not delivered this week"), {"failed_at__gt": lately}, True),
        (Webhook, _("Webhooks that fail"), {"failing_since__isnull": False, "ended_at__isnull": True}, True),
        (WrittenThing, _("Texts that search could not read"), {"attempts__gt": 0}, True),
        (Quarantine, _("Document updates refused this week"), {"received_at__gt": lately}, True),
    ]
    for model, name, filters, is_trouble in wanted:
        if _may_see(user, model):
            number = model._default_manager.filter(**filters).count()
            address = f"{_list_of(model)}?{urlencode(filters)}"
            yield Errand(name, address, number=number, is_wrong=is_trouble and number > 0)


def _may_see(user: User | AnonymousUser, model: type[Model]) -> bool:
    return user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


def _list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
