"""The form of a restriction."""

from collections.abc import Collection
from functools import cached_property
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from circles.projects.forms.autocomplete import LONGEST
from documents.documents.models import Document
from documents.documents.models.restriction import MAX_RESTRICTION_REASON
from documents.documents.readers import Readers, guests_of, readers_named, readers_of
from documents.documents.workflows.restricting import RestrictionTerms
from foundation.accounts.models import User


class RestrictionForm(forms.Form):
    """Why a document is restricted, until when, and who reads it: those chosen, and who is typed to be added."""

    reason = forms.CharField(
        label=_("Why is it restricted?"),
        max_length=MAX_RESTRICTION_REASON,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
        help_text=_("Everyone in the project sees this sentence."),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput({"type": "date", "class": "input"}, format="%Y-%m-%d"),
        help_text=_("It opens by itself on that day. It can be renewed, with a reason."),
    )
    add = forms.CharField(label=_("Add people or circles"), max_length=LONGEST, required=False)

    with_pages = forms.BooleanField(required=False, initial=True)

    def __init__(
        self, *args: Any, document: Document, by: User, pages: Collection[Document] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.by = document, by
        if pages:
            self.fields["with_pages"].label = ngettext_lazy(
                "Also the page below it", "Also the %(number)d pages below it", len(pages)
            ) % {"number": len(pages)}
        else:
            del self.fields["with_pages"]

    @cached_property
    def readers(self) -> Readers:
        """Return who reads it, as far as it is chosen or typed."""
        if not self.is_bound:
            return readers_of(self.document)
        chosen: list[str] = cast("QueryDict", self.data).getlist("readers")
        return readers_named(self.document.project, [*chosen, str(self.data.get("add", "")).strip()])

    @cached_property
    def guests(self) -> list[User]:
        """Return who goes on reading it as a guest."""
        return guests_of(self.document)

    def clean_add(self) -> str:
        """Refuse a name that is nobody's."""
        if self.readers.unknown:
            raise forms.ValidationError(
                _("“%(name)s” is not a circle or a person of this project, or it names several.")
                % {"name": self.readers.unknown[0]}
            )
        return ""

    def terms(self) -> RestrictionTerms:
        """Return what was agreed."""
        given = self.cleaned_data
        return RestrictionTerms(given["reason"], self.readers.people, self.readers.circles, given["ends_on"])

    @property
    def number_of_readers(self) -> int:
        """Return how many people will read it, with who restricts it."""
        return self.readers.number(self.document.project, self.by)
