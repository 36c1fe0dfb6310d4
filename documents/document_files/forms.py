"""Forms of files that come in and go out."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.offers import offer
from circles.projects.models import Project
from documents.document_files.models import DOCUMENT_IMPORT
from documents.documents.forms.documents import InCircleForm
from documents.documents.models import MAX_TITLE, Document, DocumentFolder
from documents.richtext.exchange.bundles import LONGEST_NAME
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.exchange.file_reader import ENDINGS, LARGEST_TEXT, MARKDOWN, ending_of, is_readable
from foundation.accounts.models import User
from foundation.files.models import Upload
from foundation.web.collation import Alphabetical
from foundation.web.unicode_safety import is_storable


class FilesInput(forms.ClearableFileInput):
    """Takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or more, each clean."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Return the files that were sent."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in given]


class ImportForm(InCircleForm):
    """Files that become documents. `path` says for each where it was in its folder; browsers send bare names."""

    field_order = ["file", "circle", "title", "skips_unreadable"]
    file = FilesField(
        label=_("Files"),
        help_text=_("Markdown, HTML, Word (.docx), OpenDocument (.odt), or a ZIP of these. At most 512 MB together."),
        widget=FilesInput({"accept": ",".join(f".{ending}" for ending in (*ENDINGS, "zip")), "data-paths": "path"}),
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        max_length=MAX_TITLE,
        required=False,
        help_text=_("Of one document. Empty: its first heading."),
    )
    skips_unreadable = forms.BooleanField(label=_("Skip files that cannot be read"), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.project = by, kwargs["project"]
        self.fields["file"].required = not self.data.get("upload")

    def clean_upload(self) -> Upload | None:
        """Find what was sent in pieces before the form."""
        key = self.cleaned_data["upload"]
        return whole_upload(self.project, key, by=self.by) if key else None

    def clean_file(self) -> list[UploadedFile[bytes]]:
        """Refuse what cannot be read anyway."""
        files: list[UploadedFile[bytes]] = self.cleaned_data["file"]
        if not any(files):
            return []
        names = [(file.name or "").lower() for file in files]
        if len(files) > 1 and any(name.endswith(".zip") for name in names):
            raise forms.ValidationError(_("Send a ZIP file alone."))
        if any(
            ending_of(name) in MARKDOWN and (file.size or 0) > LARGEST_TEXT
            for name, file in zip(names, files, strict=True)
        ):
            raise forms.ValidationError(_("This file is larger than 2 MB."))
        if len(files) == 1 and not is_readable(names[0]) and not names[0].endswith(".zip"):
            raise forms.ValidationError(_("This is not a Markdown, HTML, Word or OpenDocument file."))
        return files

    def named_files(self) -> list[tuple[str, UploadedFile[bytes]]]:
        """Return the files with the paths they had, where the browser said these."""
        files: list[UploadedFile[bytes]] = self.cleaned_data["file"]
        said = self.data.getlist("path") if isinstance(self.data, QueryDict) else []
        paths = said if len(said) == len(files) else []
        return [
            (path if path.rpartition("/")[2] == file.name and is_path(path) else file.name or "file", file)
            for path, file in zip(paths or [""] * len(files), files, strict=True)
        ]


def whole_upload(project: Project, key: UUID, *, by: User) -> Upload:
    """Find what a person sent in pieces to become documents of a project.

    :raises ValidationError: for what is not whole, or not there.
    """
    found = Upload.objects.of(by).filter(pk=key, on_kind=DOCUMENT_IMPORT, on_id=project.slug).first()
    if found is None or not found.is_whole:
        raise forms.ValidationError(_("This file is not here yet: wait until all of it has come."))
    return found


def is_path(said: str) -> bool:
    """Return whether this can be a file's place in a folder."""
    return len(said) <= LONGEST_NAME and is_storable(said) and ".." not in said.split("/") and said[:1] != "/"


class ExportForm(forms.Form):
    """Which documents are taken away, in which format."""

    document = forms.TypedMultipleChoiceField(label=_("Documents"), coerce=int, required=False)
    circle: forms.ModelChoiceField[Circle] = forms.ModelChoiceField(
        label=_("Circle"),
        queryset=Circle.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("Every circle"),
    )
    folder: forms.ModelChoiceField[DocumentFolder] = forms.ModelChoiceField(
        label=_("Folder"), queryset=DocumentFolder.objects.none(), required=False, empty_label=_("Every folder")
    )
    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    with_comments = forms.BooleanField(label=_("With comments and suggestions"), required=False)

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Circle.objects.in_project(project).select_related("project")
        offer(self, "circle", found.order_by("parent_id", Alphabetical("name")))
        folders = DocumentFolder.objects.in_project(project).select_related("project")
        offer(self, "folder", folders.order_by("circle_id", Alphabetical("name")))
        self.fields["format"].choices = [(form.value, form.label) for form in ExportFormat.here()]  # type: ignore[attr-defined]
        self.fields["format"].initial = ExportFormat.MARKDOWN
        documents = Document.objects.in_project(project).readable_by(user).listed()
        chosen = self.data.getlist("document") if isinstance(self.data, QueryDict) else self.initial.get("document", [])
        numbers = [number for number in chosen if str(number).isdecimal() and len(str(number)) < 9]
        rows = documents.filter(number__in=numbers).order_by("number") if numbers else ()
        self.fields["document"].choices = [(one.number, f"{one.reference} {one.title}") for one in rows]  # type: ignore[attr-defined]
        self.fields["document"].widget = forms.CheckboxSelectMultiple(choices=self.fields["document"].choices)  # type: ignore[attr-defined]
        if not rows:
            del self.fields["document"]

    def clean(self) -> dict[str, Any]:
        """Say which documents, where none can be chosen."""
        return {"document": [], **(super().clean() or {})}
