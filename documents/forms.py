"""Forms of documents."""

from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from circles.forms.circles import offer
from circles.models import Circle, Project
from circles.navigation.autocomplete import LONGEST
from circles.text.mentions import MAX_TEXT
from documents.models import (
    MAX_CONTEXT,
    MAX_NAME,
    MAX_POSITION,
    MAX_QUOTE,
    MAX_REASON,
    MAX_TITLE,
    CommentThread,
    Document,
)
from documents.readers import Readers, readers_named, readers_of
from documents.workflows.comments import Anchor
from documents.workflows.restricting import RestrictionTerms
from web.collation import Alphabetical

MAX_FILE = 2 * 1024 * 1024


class InCircleForm(forms.Form):
    """Asks in which open circle of the project something is to stand."""

    circle: forms.ModelChoiceField[Circle] = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )
    field_order = ["title", "file", "circle"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Circle.objects.in_project(project).open().select_related("project")
        offer(self, "circle", found.order_by("parent_id", Alphabetical("name")))


class DocumentForm(InCircleForm):
    """What a new document asks."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE)


class DocumentMoveForm(InCircleForm):
    """To which circle a document goes."""


class TitleForm(forms.ModelForm[Document]):
    """A document's title."""

    class Meta:
        model = Document
        fields = ("title",)


class ImportForm(InCircleForm):
    """A Markdown file that becomes a document."""

    file = forms.FileField(
        label=_("Markdown file"),
        help_text=_("At most 2 MB."),
        validators=[FileExtensionValidator(["md", "markdown", "txt"])],
    )
    title = forms.CharField(
        label=_("Title"), max_length=MAX_TITLE, required=False, help_text=_("Empty: its first heading.")
    )

    def clean_file(self) -> str:
        """Return the file's text."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE:
            raise forms.ValidationError(_("This file is larger than 2 MB."))
        try:
            return bytes(file.read()).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This file is not text in UTF-8.")) from error


class VersionForm(forms.Form):
    """How a version is called, and why there is one; without a name it goes by its number."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON, required=False)


class RestoreForm(forms.Form):
    """How far somebody had read who restores a version: what others wrote since stays."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class RestrictionForm(forms.Form):
    """Why a document is restricted, until when, and who reads it: those chosen, and who is typed to be added."""

    reason = forms.CharField(
        label=_("Why is it restricted?"),
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Everyone in the project sees this sentence."),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput({"type": "date", "class": "input"}, format="%Y-%m-%d"),
        help_text=_("It opens by itself on that day. It can be renewed, with a reason."),
    )
    add = forms.CharField(label=_("Add people or circles"), max_length=LONGEST, required=False)

    def __init__(self, *args: Any, document: Document, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.by = document, by

    @cached_property
    def readers(self) -> Readers:
        """Return who reads it, as far as it is chosen or typed."""
        if not self.is_bound:
            return readers_of(self.document)
        chosen: list[str] = cast("QueryDict", self.data).getlist("readers")
        return readers_named(self.document.project, [*chosen, str(self.data.get("add", "")).strip()])

    def clean_add(self) -> str:
        """Refuse a name that is nobody's."""
        if self.readers.unknown:
            raise forms.ValidationError(
                _("“%(name)s” is no circle and nobody of this project, or the name of several.")
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


class NewCommentForm(forms.Form):
    """What commenting on a range takes; `key` is the sender's own, so that sending twice says once."""

    text = forms.CharField(label=_("Comment"), max_length=MAX_TEXT, widget=forms.Textarea({"rows": 2}))
    quote = forms.CharField(widget=forms.HiddenInput, max_length=MAX_QUOTE, strip=False)
    before = forms.CharField(widget=forms.HiddenInput, max_length=MAX_CONTEXT, required=False, strip=False)
    after = forms.CharField(widget=forms.HiddenInput, max_length=MAX_CONTEXT, required=False, strip=False)
    start = forms.CharField(widget=forms.HiddenInput, max_length=MAX_POSITION, required=False)
    end = forms.CharField(widget=forms.HiddenInput, max_length=MAX_POSITION, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def anchor(self) -> Anchor:
        """Return what is commented on."""
        return Anchor(**{name: self.cleaned_data[name] for name in ("quote", "before", "after", "start", "end")})


class AnswerForm(forms.Form):
    """What answering in a thread, or changing one's comment, takes."""

    text = forms.CharField(label=_("Reply"), max_length=MAX_TEXT, widget=forms.Textarea({"rows": 2}))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ResolveForm(forms.Form):
    """What resolving a thread takes."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=CommentThread.Outcome)
    line = forms.CharField(label=_("In a line"), max_length=300, required=False)
    decision = forms.CharField(label=_("Decision"), max_length=300, required=False)
