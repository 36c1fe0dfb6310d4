"""A document as a file to take away."""

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from documents.content.html import text_of
from documents.content.markdown_writer import markdown_of
from documents.content.markup import markup_of
from documents.models import Document

FORMS = ("md", "html", "txt")
_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def file_of(document: Document, form: str) -> HttpResponse:
    """Return a document as `md`, `html` or `txt`, as an attachment: opened in place, a page could use our origin."""
    if form not in FORMS:
        raise Http404
    nodes = document.nodes()
    if form == "md":
        content = markdown_of(nodes)
    elif form == "txt":
        content = text_of(nodes)
    else:
        content = render_to_string("documents/file.html", {"document": document, "html": markup_of(nodes)})
    response = HttpResponse(content, content_type=_TYPES[form])
    name = f"{slugify(document.title) or document.reference.lower()}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
