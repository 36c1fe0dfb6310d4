"""Forms of documents themselves: new ones, their titles, their circles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.offers import offer
from circles.projects.models import Project
from documents.documents.models import MAX_TITLE, Document
from documents.documents.workflows.begin_document import template_choices
from foundation.web.collation import Alphabetical


class InCircleForm(forms.Form):
    """Asks in which open circle of the project something is to stand."""

    circle: forms.ModelChoiceField[Circle] = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )
    field_order = ["title", "file", "circle", "template"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Circle.objects.in_project(project).open().select_related("project")
        offer(self, "circle", found.order_by("parent_id", Alphabetical("name")))


class DocumentForm(InCircleForm):
    """What a new document asks."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE, widget=forms.TextInput({"autofocus": True}))
    template = forms.ChoiceField(label=_("Begin with"), required=False)

    def __init__(self, *args: Any, project: Project, below: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        if below:
            del self.fields["circle"]
        offered = [(choice.key, choice.title) for choice in template_choices(project)]
        self.fields["template"] = forms.ChoiceField(
            label=_("Begin with"), required=False, choices=[("", _("An empty page")), *offered]
        )


class DocumentMoveForm(InCircleForm):
    """To which circle a document goes."""


class TitleForm(forms.ModelForm[Document]):
    """A document's title."""

    class Meta:
        model = Document
        fields = ("title",)


class PastedForm(forms.Form):
    """Markdown that is pasted into a document."""

    text = forms.CharField(max_length=200_000, strip=False)
