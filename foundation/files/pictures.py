"""Pictures, made anew from what a person sent: only what can be seen stays, in sizes for screens.

Whatever else a file held goes: where and with what it was taken, a second file behind the picture, scripts. No
database, no settings.
"""

from dataclasses import dataclass, field
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO, Any, ClassVar

import structlog
from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

READERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, GifImagePlugin, WebPImagePlugin)
"""Imported, and no others: what is not there reads nothing."""
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""What we read; some phones' JPEG is MPO, which is read along. SVG is a program and stays a file."""
LARGEST = 2560
"""Pixels of the longer side of what is kept."""
SIZES = (320, 640, 1280)
"""The longer side of what pages show; the first is a thumbnail."""
MOST_PIXELS = 64_000_000
MOST_SIDE = 30_000
WRITTEN_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "WEBP": {"quality": 88, "method": 4},
    "PNG": {"optimize": True},
}
SLOTS = BoundedSemaphore(2)
"""So many pictures are worked on at once in a process: each takes up to 250 MB for a second."""

log = structlog.get_logger(__name__)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class TooManyPixels(Exception):
    """A picture that would take more memory than one may have."""


@dataclass(frozen=True)
class Rendered:
    """A picture in one size, as WebP."""

    size: int
    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept, and the smaller sizes of it."""

    type: str
    width: int
    height: int
    data: bytes
    sizes: list[Rendered] = field(default_factory=list)

    endings: ClassVar = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}

    @property
    def ending(self) -> str:
        """Return the ending of its file's name."""
        return str(self.endings[self.type])


def read_picture(file: IO[bytes]) -> Picture | None:
    """Make a picture anew; None for what is none, or is damaged.

    :raises TooManyPixels: for one of more than 64 million pixels, which its first bytes say.
    """
    file.seek(0)
    with SLOTS:
        try:
            with Image.open(file, formats=FORMATS) as opened:
                refuse_huge(*opened.size)
                return made_anew(opened)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise TooManyPixels from bomb
        except TooManyPixels:
            raise
        except UnidentifiedImageError:
            return None
        except Exception as error:  # noqa: BLE001 decoders raise whatever damaged bytes lead them to
            log.info("a picture could not be read", why=f"{type(error).__name__}: {error}")
            return None


def is_picture(file: IO[bytes]) -> bool:
    """Whether its first bytes say that it is a picture of a kind that is kept; nothing is decoded."""
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS):
            return True
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return True  # and too large, as is said to who sends it
    except Exception:  # noqa: BLE001 as above
        return False


def refuse_huge(width: int, height: int) -> None:
    """Raise `TooManyPixels` for what nothing is decoded of."""
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise TooManyPixels


def made_anew(opened: Any) -> Picture:
    """Decode it, turn it upright, and write it in the format it is kept in."""
    kind = {"JPEG": "JPEG", "MPO": "JPEG", "WEBP": "WEBP"}.get(opened.format, "PNG")
    if kind == "JPEG":
        opened.draft("RGB", (LARGEST, LARGEST))  # decodes fewer pixels of a large one
    opened.load()
    shown = upright(opened)
    shown.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    width, height = shown.size
    data = written(shown, kind, **WRITTEN_AS[kind])
    return Picture(f"image/{kind.lower()}", width, height, data, sizes_of(shown))


def upright(opened: Any) -> Any:
    """Return the picture turned as its camera was held, in the colours of the web, and nothing else that came along."""
    turned = ImageOps.exif_transpose(opened)
    profile = turned.info.get("icc_profile")
    see_through = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    shown = turned.convert("RGBA" if see_through else "RGB")
    shown.info.clear()
    return in_web_colours(shown, profile) if profile and turned.mode in {"RGB", "RGBA"} else shown


def in_web_colours(shown: Any, profile: bytes) -> Any:
    """Return the picture in sRGB: without its profile other colours would look dull; as it is where that is damaged."""
    try:
        found = ImageCms.profileToProfile(
            shown, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return shown
    if found is None:
        return shown
    found.info.clear()
    return found


def sizes_of(shown: Any) -> list[Rendered]:
    """Return the sizes smaller than the picture itself; of a small one its own as the thumbnail."""
    found: list[Rendered] = []
    for size in SIZES:
        if found and max(shown.size) <= size:
            break
        small = shown.copy()
        small.thumbnail((size, size), Image.Resampling.LANCZOS)
        width, height = small.size
        found.append(Rendered(size, width, height, written(small, "WEBP", quality=80, method=4)))
    return found


def for_any_program(data: bytes) -> tuple[str, bytes]:
    """Return type and bytes of a picture of ours as every program shows it: as PNG where one sees through it."""
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        kind = "PNG" if "A" in opened.getbands() else "JPEG"
        return f"image/{kind.lower()}", written(
            opened.convert("RGBA" if kind == "PNG" else "RGB"), kind, **WRITTEN_AS[kind]
        )


def written(shown: Any, kind: str, **options: Any) -> bytes:
    """Return a picture as the bytes of a file."""
    target = BytesIO()
    shown.save(target, kind, **options)
    return target.getvalue()
