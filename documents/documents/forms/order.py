"""Forms of how documents are ordered: folders, tags, where one stands."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.circles.models.shared_word import MAX_WORD
from circles.projects.forms.autocomplete import LONGEST
from circles.projects.models import Project
from documents.documents.forms.documents import InCircleForm
from documents.documents.models import Document, DocumentFolder
from documents.documents.models.folder import MAX_FOLDER
from documents.documents.places import place_named
from documents.documents.workflows.ordering import Towards
from documents.documents.workflows.placing import DocumentPlace
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical


class DocumentPlaceForm(InCircleForm):
    """Where a document goes: to the top of a circle, or into what is typed, a folder or a page."""

    within = forms.CharField(
        label=_("Folder or page"),
        required=False,
        max_length=LONGEST,
        help_text=_("Type its name. Leave it empty to put it at the top of the circle."),
    )
    field_order = ["within", "circle"]

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        self.project, self.user = project, user
        self.fields["within"].widget.attrs |= {
            "data-picks": reverse("circles:choices", args=[project.slug, "place"]),
            "autocomplete": "off",
            "role": "combobox",
            "aria-autocomplete": "list",
            "aria-expanded": "false",
            "autofocus": True,
        }

    def clean(self) -> dict[str, Any]:
        """Read where that is; a folder or page says its circle itself."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        circle: Circle | None = given.get("circle")
        typed = given.get("within", "").strip()
        if circle is None:
            return given
        found = place_named(self.project, self.user, typed, circle) if typed else DocumentPlace(circle)
        if found is None:
            self.add_error(
                "within", _("“%(name)s” is no folder or page here, or several are called so.") % {"name": typed}
            )
        return given | {"place": found}


class FolderForm(InCircleForm):
    """A new folder: its name, and the circle where it stands; within a folder, that folder's."""

    name = forms.CharField(label=_("Name"), max_length=MAX_FOLDER, widget=forms.TextInput({"autofocus": True}))
    field_order = ["name", "circle"]

    def __init__(self, *args: Any, inside: DocumentFolder | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if inside:
            del self.fields["circle"]


class FolderNameForm(forms.Form):
    """A folder's name."""

    name = forms.CharField(label=_("Name"), max_length=MAX_FOLDER, widget=forms.TextInput({"autofocus": True}))


class FolderPlaceForm(forms.Form):
    """In which folder of its circle a folder stands."""

    inside: forms.ModelChoiceField[DocumentFolder] = forms.ModelChoiceField(
        label=_("In the folder"), queryset=DocumentFolder.objects.none(), required=False, empty_label=_("At the top")
    )

    def __init__(self, *args: Any, folder: DocumentFolder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["inside"]
        found.queryset = (
            DocumentFolder.objects.in_circle(folder.circle).exclude(pk=folder.pk).order_by(Alphabetical("name"))
        )


class OrderForm(forms.Form):
    """Where something goes among what stands beside it: one place further, or before another one (none: last)."""

    towards = forms.ChoiceField(choices=[(each.value, each.value) for each in Towards], required=False)
    before = forms.IntegerField(min_value=1, max_value=2**53, required=False)

    @property
    def step(self) -> Towards | None:
        """Return whether it goes one place up or down."""
        return Towards(self.cleaned_data["towards"]) if self.cleaned_data["towards"] else None


class TagsForm(forms.Form):
    """A document's tags, parted by commas."""

    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("Parted by commas: a word that is new becomes a tag of the project."),
        widget=forms.TextInput({"autofocus": True, "list": "known-tags"}),
    )


class TagForm(forms.Form):
    """One tag for several documents."""

    tag = forms.CharField(
        label=_("Add the tag"),
        max_length=MAX_WORD,
        widget=forms.TextInput({"autofocus": True, "list": "known-tags"}),
    )


def typed_tags(document: Document) -> str:
    """Write a document's tags as the form reads them."""
    return ", ".join(sorted(document.tags.values_list("name", flat=True)))
