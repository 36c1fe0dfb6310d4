"""Code and formulas in what pandoc writes and reads: styles tell the languages of code."""

from __future__ import annotations

from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.exchange.office_callouts import STYLE
from documents.richtext.exchange.opendocument import CODES, as_paragraph


def tell_languages(element: HtmlElement) -> None:
    """Say of code its language, which in Word its style tells."""
    for inner in element.elements():
        code = next(inner.elements(), None) if inner.attrs.get(STYLE, "").startswith(f"{CODES} ") else None
        if code is not None and code.tag == "pre":
            code.attrs["class"] = f"language-{inner.attrs[STYLE].removeprefix(CODES).strip()}"
        tell_languages(inner)


def write_formulas(element: HtmlElement) -> None:
    """Write formulas as pandoc reads them, so that Word shows them as such."""
    for inner in element.elements():
        if "math" in inner.classes:
            mode = "; mode=display" if inner.tag == "div" else ""
            inner.tag, inner.attrs, inner.children = "script", {"type": f"math/tex{mode}"}, [inner.text()]
        else:
            write_formulas(inner)


def code_to_paragraphs(element: HtmlElement) -> None:
    """Write code as OpenDocument has it: in styled paragraphs, one a block."""
    for inner in element.elements():
        code_to_paragraphs(inner)
    element.children = [
        as_paragraph(child) if isinstance(child, HtmlElement) and child.tag == "pre" else child
        for child in element.children
    ]
