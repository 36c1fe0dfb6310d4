"""Parts of the administration that people can be given who are not administrators: groups, made by a migration.

None of them reads direct messages or texts of documents, and none may do what would let its person read them: change
an address or a right, sign in as others, take copies. What a part may is said here; a test compares it with the groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.web.closed_choice import ClosedChoice

VIEW = ("view",)
CHANGE = ("view", "change")
REMOVE = ("view", "delete")


@dataclass(frozen=True)
class PartFacts:
    """What who has it may do to the models of the administration, by label, and what that is in words."""

    may: Mapping[str, tuple[str, ...]]
    words: Any

    @property
    def permissions(self) -> set[str]:
        """Return what it may as Django says it: `accounts.view_user`."""
        return {
            f"{label.partition('.')[0]}.{action}_{label.partition('.')[2].lower()}"
            for label, actions in self.may.items()
            for action in actions
        }


class StaffPart(ClosedChoice):
    """What staff can be given; the value is the name of its group, which no group of an operator's own has."""

    facts: PartFacts

    PEOPLE = (
        "ronde:people",
        PartFacts(
            {
                "accounts.User": CHANGE,
                "usersessions.UserSession": REMOVE,
                "mfa.Authenticator": REMOVE,
                "accounts.Token": VIEW,
                "account.EmailAddress": VIEW,
                "invitations.Invitation": CHANGE,
                "invitations.Guest": VIEW,
                "circles.Membership": VIEW,
                "circles.Role": VIEW,
            },
            _("Find people, deactivate and reactivate accounts, sign out devices, resend invitations"),
        ),
        _("People"),
    )
    PROJECTS = (
        "ronde:projects",
        PartFacts(
            {
                "projects.Project": CHANGE,
                "circles.Circle": VIEW,
                "circles.Fundamental": VIEW,
                "circles.Domain": VIEW,
                "circles.Membership": VIEW,
                "circles.Role": VIEW,
                "actions.Action": VIEW,
                "tracks.Question": VIEW,
                "tracks.Track": VIEW,
                "money.Purse": VIEW,
                "money.Expense": VIEW,
            },
            _("Find projects and circles, archive and restore projects"),
        ),
        _("Projects"),
    )
    RECORD = (
        "ronde:record",
        PartFacts(
            {"audit.Entry": VIEW, "audit.Head": VIEW, "audit.PersonalValue": VIEW},
            _("Read the record of all projects"),
        ),
        _("Record"),
    )
