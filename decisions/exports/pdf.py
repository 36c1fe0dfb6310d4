"""Makes PDF of pages, where WeasyPrint is installed (the extra `pdf`); it reads nothing from anywhere else."""

from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from django.template.loader import render_to_string
from django.utils.translation import gettext as _


@cache
def is_possible() -> bool:
    """Return whether PDF can be made here: the extra is installed, and the system's libraries it needs."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


def why_not() -> str:
    """Say why PDF cannot be made here, and what to do instead."""
    return _(
        "PDF cannot be made here: the server has no WeasyPrint. Print the page instead; your browser can save it as "
        "PDF."
    )


def pdf_of(body: str, *, language: str, title: str, address: str) -> bytes:
    """Return a page's markup (escaped, from a template of ours) as PDF; `address` is what its links begin with."""
    weasyprint: Any = import_module("weasyprint")
    page = render_to_string("decisions/pdf.html", {"body": body, "language": language, "title": title})
    style = weasyprint.CSS(string=render_to_string("decisions/pdf.css"), url_fetcher=refuse)
    made: bytes = weasyprint.HTML(string=page, base_url=address, url_fetcher=refuse).write_pdf(stylesheets=[style])
    return made


def refuse(url: str, *_args: Any, **_options: Any) -> NoReturn:
    """Fetch nothing: the words of people are in the page, and would ask others for what they name."""
    raise ValueError(f"{url} is not fetched")
