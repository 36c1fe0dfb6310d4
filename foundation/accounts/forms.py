"""Forms about oneself."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.accounts.models import MOST_TOKEN_DAYS, TOKEN_DAYS, User
from foundation.accounts.models.form_draft import MOST_TEXT
from foundation.accounts.scopes import Scope
from foundation.web.languages import current_language
from foundation.web.unicode_safety import validate_name


def _days(number: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}


class ProfileAtSignupForm(forms.Form):
    """What signing up asks beside address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[validate_name],
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: object, user: User) -> None:
        """Keep the name, and the language in which the page was read."""
        user.name = self.cleaned_data["name"]
        user.language = current_language().code
        user.save()


class TokenForm(forms.Form):
    """What a new token is for, where, and for how long."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you can do yourself. Grant only what the program needs."),
    )
    project = forms.TypedChoiceField(label=_("Where"), coerce=UUID, empty_value=None, required=False)
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        initial=TOKEN_DAYS,
        choices=[(number, lazy(_days, str)(number)) for number in (7, 30, TOKEN_DAYS, MOST_TOKEN_DAYS)],
        help_text=_("You will be told a week before."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["project"]).choices = [("", _("In all your projects")), *projects_of(user)]


def projects_of(user: User) -> list[tuple[str, str]]:
    """Return id and name of the projects that a person is in, by name."""
    found = user.memberships.current().values_list("project", "project__name").distinct()
    return [(str(pk), name) for pk, name in sorted(found, key=lambda row: row[1].casefold())]


class PreferencesForm(forms.ModelForm[User]):
    """How one likes to read."""

    class Meta:
        model = User
        fields = ("language", "time_zone", "scheme")


class FormDraftForm(forms.Form):
    """What stands in a form of a project's pages; of others nothing is kept."""

    page = forms.RegexField(r"^/(p|projects)/", max_length=300)
    form = forms.CharField(max_length=300)
    text = forms.CharField(max_length=MOST_TEXT, required=False, strip=False)
