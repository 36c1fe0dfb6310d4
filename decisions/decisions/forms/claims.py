"""Forms by which one says that a proposal affects one's circle, releases that, and takes it to a sync."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.references import thing_named
from foundation.accounts.models import User

WORDS_AT_LEAST = 4
"""What changes for a circle is a sentence, where no thing of theirs is named."""


class ClaimForm(forms.Form):
    """For which circle one claims: a thing of theirs that is affected, or what changes for them in a sentence."""

    circle = forms.ModelChoiceField(label=_("Circle"), queryset=Circle.objects.none(), empty_label=None)
    names = forms.CharField(
        label=_("What of yours does it affect?"),
        required=False,
        max_length=60,
        help_text=_("By its key: a domain, clause, document, decision, action or essential, such as PWR-OUT or DOC-3."),
    )
    what = forms.CharField(
        label=_("What changes for you?"), required=False, max_length=200, help_text=_("One sentence.")
    )

    def __init__(self, *args: Any, circles: list[Circle], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = cast("forms.ModelChoiceField[Circle]", self.fields["circle"])
        field.queryset = Circle.objects.filter(pk__in=[circle.pk for circle in circles])
        field.choices = [(circle.pk, circle.name) for circle in circles]

    def clean(self) -> dict[str, Any]:
        """Name the thing as it is called; without one, what changes is a sentence."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        circle, names, what = given.get("circle"), given.get("names", ""), given.get("what", "")
        if circle is None:
            return given
        found = claimable(circle.project, self.user, names or what)
        if names and not found:
            self.add_error("names", _("There is no “%(name)s” here.") % {"name": names})
        elif not found and len(what.split()) < WORDS_AT_LEAST:
            self.add_error(
                "what", _("Name a thing of yours that it affects, or say in a sentence what changes for you.")
            )
        return given | {"names": found, "what": what if names or not found else ""}


def claimable(project: Project, user: User, name: str) -> str:
    """Return the key of what a claim names, as it is written; nothing where there is no such thing to see."""
    key = name.strip()
    if domain := project.domains.held().filter(key__iexact=key).first():
        return domain.key
    elements = {element.reference: element for element in project.fundamentals.current()}
    if key.upper() in elements:
        return key.upper()
    return key.upper() if "-" in key and thing_named(project, user, key.upper()) else ""


class PullForm(forms.Form):
    """Why one takes it to the sync."""

    what = forms.CharField(label=_("What changes for you?"), max_length=200, help_text=_("One sentence."))


class ReleaseForm(forms.Form):
    """What was settled."""

    settled = forms.CharField(label=_("Settled between us"), max_length=300)
