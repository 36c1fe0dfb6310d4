"""Makes PDF of pages with WeasyPrint, where the system has the library Pango; it reads nothing from anywhere else."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from django.utils.translation import gettext as _


@cache
def is_possible() -> bool:
    """Return whether PDF can be made here: the system has the libraries that WeasyPrint needs."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


def why_not(*_formats: str) -> str:
    """Say why PDF cannot be made here, and what to do instead."""
    return _(
        "PDF cannot be made here: the server lacks the library Pango. Print the page instead; your browser can save it "
        "as PDF."
    )


def pdf_of(page: str, styles: Sequence[str], *, address: str, embeds: bool = False) -> bytes:
    """Return a page of ours as PDF; `address` is what its links begin with. What it `embeds` as data is shown."""
    weasyprint: Any = import_module("weasyprint")
    fetch: Any = import_module("weasyprint.urls").URLFetcher(allowed_protocols=["data"]) if embeds else refuse
    sheets = [weasyprint.CSS(string=style, url_fetcher=refuse) for style in styles]
    made: bytes = weasyprint.HTML(string=page, base_url=address, url_fetcher=fetch).write_pdf(stylesheets=sheets)
    return made


def refuse(url: str, *_args: Any, **_options: Any) -> NoReturn:
    """Fetch nothing: the words of people are in the page, and would ask others for what they name."""
    raise ValueError(f"{url} is not fetched")
