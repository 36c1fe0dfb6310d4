"""Forms of a project's first day: its first circles, and many people at once."""

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from circles.circles import permissions
from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.invitations.models.invitation import ROLES
from circles.invitations.workflows.first_circles import trades_without_circle
from circles.projects.forms.offers import offer
from circles.projects.models import Project
from foundation.accounts.models import User

MOST_AT_ONCE = 50
BETWEEN = re.compile(r"[\s,;<>()\"]+")


class FirstCirclesForm(forms.Form):
    """Which trades get a circle."""

    trades = forms.MultipleChoiceField(label=_("First circles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, project: Project) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["trades"].choices = [(one.key, one.name) for one in trades_without_circle(project)]


class InvitePeopleForm(forms.Form):
    """Whom to invite, into which circle, with which role."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("As many as you like, pasted from an e-mail or a list."),
    )
    circle = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )
    role = forms.ChoiceField(label=_("Role"), required=False, help_text=_("Assigned when they join."))

    def __init__(self, data: Any = None, *, project: Project, user: User) -> None:
        super().__init__(data)
        self.user = user
        fields: dict[str, Any] = self.fields
        own = [circle.pk for circle in circles_of(project) if permissions.may_admit(user, circle)]
        offer(self, "circle", Circle.objects.filter(pk__in=own).order_by("parent_id", "pk"))
        fields["role"].choices = [("", _("none")), *((role.value, role.label) for role in ROLES)]

    def clean_addresses(self) -> list[str]:
        """Find the addresses in whatever stands around them."""
        found = [word.strip(".'").lower() for word in BETWEEN.split(self.cleaned_data["addresses"]) if "@" in word]
        emails = list(dict.fromkeys(found))
        if not emails:
            raise forms.ValidationError(_("No e-mail address found."))
        if len(emails) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most fifty at once; invite the others afterwards."))
        for email in emails:
            try:
                validate_email(email)
            except forms.ValidationError as error:
                raise forms.ValidationError(_("%(word)s is not an e-mail address."), params={"word": email}) from error
        return emails

    def clean(self) -> dict[str, Any]:
        """Refuse a role that the person may not give."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        circle, role = given.get("circle"), given.get("role")
        if circle and role and not permissions.may_give_role(self.user, circle, role):
            self.add_error("role", _("You can’t give this role in this circle."))
        return given
