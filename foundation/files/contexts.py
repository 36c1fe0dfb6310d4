"""Files as pages show them: pictures in a size for screens, everything else as a card."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.files.file_names import ending_of
from foundation.files.models import Attachment
from foundation.files.models.attachment import files_of

PREVIEW = 640
"""Pixels of the longer side of a picture in a page, for screens with two dots a pixel."""
KINDS = (
    ("application/pdf", "PDF"),
    ("image/", _("picture")),
    ("audio/", _("audio")),
    ("video/", _("video")),
    ("text/", _("text")),
)
LONGEST_LABEL = 5


@dataclass(frozen=True)
class ShownFile:
    """A file in a page of the project at this address."""

    attachment: Attachment
    slug: str

    @property
    def name(self) -> str:
        """Return its name."""
        return self.attachment.name

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return self.attachment.stored.size

    @property
    def url(self) -> str:
        """Return where it is fetched."""
        return self.attachment.address(self.slug)

    @property
    def is_image(self) -> bool:
        """Return whether it is shown as a picture."""
        return self.attachment.stored.is_image

    @property
    def preview(self) -> str:
        """Return the address of a picture of it; nothing where there is none."""
        has_one = self.is_image or self.attachment.stored.width
        return self.attachment.address(self.slug, size=PREVIEW) if has_one else ""

    @property
    def width(self) -> int:
        """Return the width of that picture, so that a page does not jump when it comes."""
        return self._scaled(self.attachment.stored.width or 0)

    @property
    def height(self) -> int:
        """Return its height."""
        return self._scaled(self.attachment.stored.height or 0)

    @property
    def label(self) -> Any:
        """Return what kind of file it is, in a word: the ending of its name, if it has one."""
        ending = ending_of(self.name)
        if 0 < len(ending) <= LONGEST_LABEL and ending.isalnum():
            return ending.upper()
        return next((label for kind, label in KINDS if self.attachment.stored.type.startswith(kind)), _("file"))

    @property
    def removal(self) -> str:
        """Return where it is taken off its thing."""
        return reverse("files:removal", args=[self.slug, self.attachment.pk])

    def _scaled(self, pixels: int) -> int:
        longer = max(self.attachment.stored.width or 1, self.attachment.stored.height or 1)
        return round(pixels * min(1, PREVIEW / longer))


def shown(files: Iterable[Attachment], slug: str) -> list[ShownFile]:
    """Return files for a page."""
    return [ShownFile(one, slug) for one in files]


def files_on(kind: str, key: Any, slug: str) -> list[ShownFile]:
    """Return what is attached to a thing, for its page."""
    return shown(files_of(kind, [key]).get(str(key), []), slug)


def files_by_thing(kind: str, keys: Collection[Any], slug: str) -> dict[str, list[ShownFile]]:
    """Return what is attached to each of several things, by their id."""
    return {key: shown(files, slug) for key, files in files_of(kind, keys).items()}
