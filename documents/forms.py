"""Forms of documents."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from circles.forms.circles import offer
from circles.models import Circle, Project
from circles.text.mentions import MAX_TEXT
from documents.models import MAX_CONTEXT, MAX_POSITION, MAX_QUOTE, MAX_TITLE, CommentThread, Document
from documents.workflows.comments import Anchor
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
