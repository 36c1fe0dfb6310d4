"""Forms by which people are invited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.autocomplete import offer_people
from foundation.accounts.models import User


class InvitationForm(forms.Form):
    """Whom to invite into which circle."""

    email = forms.EmailField(label=_("E-mail address"))


class AdmissionForm(forms.Form):
    """Whom of the project to let into a circle."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = circle.project.people().exclude(pk__in=circle.memberships.current().values("user"))
        offer_people(self, "person", circle.project, others)
