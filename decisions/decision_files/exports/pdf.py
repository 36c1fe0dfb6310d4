"""Decisions as PDF: as minutes that one could sign."""

from django.template.loader import render_to_string

from foundation.web import pdf
from foundation.web.pdf import is_possible, why_not

__all__ = ["is_possible", "pdf_of", "why_not"]


def pdf_of(body: str, *, language: str, title: str, address: str) -> bytes:
    """Return a page's markup (escaped, from a template of ours) as PDF; `address` is what its links begin with."""
    page = render_to_string("decision_files/pdf.html", {"body": body, "language": language, "title": title})
    return pdf.pdf_of(page, [render_to_string("decision_files/pdf.css")], address=address)
