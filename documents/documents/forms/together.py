"""The form by which several documents are restricted at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project
from documents.documents.models import Document
from documents.documents.models.restriction import MAX_RESTRICTION_REASON
from documents.documents.readers import Readers, readers_named
from documents.documents.workflows.restricting import RestrictionTerms, usual_day
from foundation.audit import clock

LONGEST = 1000


class RestrictAllForm(forms.Form):
    """Why they are restricted, until when, and who reads them: names parted by commas."""

    reason = forms.CharField(
        label=_("Why are they restricted?"),
        max_length=MAX_RESTRICTION_REASON,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
        help_text=_("Everyone in the project sees this sentence."),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput({"type": "date", "class": "input"}, format="%Y-%m-%d"),
        help_text=_("They open by themselves on that day."),
    )
    readers = forms.CharField(
        label=_("People and circles who read them"),
        max_length=LONGEST,
        required=False,
        help_text=_("Names, parted by commas. You read them in any case."),
    )

    def __init__(self, *args: Any, project: Project, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["ends_on"] = usual_day(document, clock.now())
        self.project = project

    def clean_readers(self) -> Readers:
        """Read the names.

        :raises ValidationError: for one that is nobody's.
        """
        found = readers_named(self.project, [name.strip() for name in self.cleaned_data["readers"].split(",")])
        if found.unknown:
            raise forms.ValidationError(
                _("“%(name)s” is not a circle or a person of this project, or it names several.")
                % {"name": found.unknown[0]}
            )
        return found

    def terms(self) -> RestrictionTerms:
        """Return what was agreed."""
        given = self.cleaned_data
        readers: Readers = given["readers"]
        return RestrictionTerms(given["reason"], readers.people, readers.circles, given["ends_on"])
