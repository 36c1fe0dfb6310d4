"""Forms of elections."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from circles.circles.forms.roles import RoleForm
from circles.circles.models import Role
from decisions.elections.models import Election
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical


class ElectionForm(RoleForm):
    """Which role is elected, what it is for, and until when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, givable=list(Role.Kind), **kwargs)


def people_in(election: Election) -> QuerySet[User]:
    """Return who may be nominated."""
    members = election.circle.memberships.current().values("user")
    return User.objects.filter(pk__in=members).order_by(Alphabetical("name"), "pk")


class NominationForm(forms.Form):
    """Whom one nominates, and why."""

    nominee = forms.ModelChoiceField(label=_("I nominate"), queryset=User.objects.none())
    reason = forms.CharField(
        label=_("Because"),
        help_text=_("What you have seen them do that fits the role."),
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominee"].queryset = people_in(election)  # type: ignore[attr-defined] # a choice of rows


class CandidateForm(forms.Form):
    """Whom to put to consent, of those nominated."""

    nominee = forms.ModelChoiceField(label=_("Put to consent"), queryset=User.objects.none())
    because = forms.CharField(label=_("What speaks for them"), max_length=600, required=False)

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nominated = {one.nominee_id for one in election.standing_nominations()}
        self.fields["nominee"].queryset = people_in(election).filter(pk__in=nominated)  # type: ignore[attr-defined] # rows
