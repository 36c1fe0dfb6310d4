"""Who is of a copy and of this server: their address is taken by the account that they have here.

For an administrator who set this server up that is the rule, and it must not keep their own project out. Of others
nobody knows here that an address is still the same person's.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from circles.circles.models import Membership
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def account_here(person: User) -> User | None:
    """Return the account that an administrator of this server has beside the one in a copy, if this person is one.

    :raises Refused: where the address or handle is anyone else's here.
    """
    same = Q(pk=None)
    if person.email:
        same |= Q(email=person.email.lower())
    if person.handle:
        same |= Q(handle__iexact=person.handle)
    others = list(User.objects.filter(same).exclude(pk=person.pk))
    own = [one for one in others if one.is_superuser and one.is_active and one.email == (person.email or "").lower()]
    if others != own:
        raise Refused(
            _("Another person here has the address or handle of %(name)s: import into an empty server.")
            % {"name": person.name}
        )
    return own[0] if own else None


def without_a_way_in(person: User) -> None:
    """Let an account of a copy stand for what was done by it, as its person has another one here."""
    person.email, person.handle, person.is_active = None, "", False


def take_places(project: Project, accounts: Mapping[UUID, User], *, by: User | None) -> None:
    """Let these accounts of this server into the circles in which the accounts of the copy were, as pilots where these
    were, and end these.
    """
    were = Membership.objects.current().filter(project=project, circle__closed_at=None, user__in=accounts)
    for membership in were.select_related("circle").order_by("pk"):
        pilots = membership.roles.held().filter(kind="pilot").exists()
        account = accounts[membership.user_id]
        membership.circle.admit(account, by=by or account, roles=["pilot"] if pilots else [])
        membership.end(by=by or account)
