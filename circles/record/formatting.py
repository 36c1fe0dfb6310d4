"""What stands in the places of a sentence: facts of the record as people read them, as text and as HTML with links."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.lists import format_list
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.text import Truncator

from circles.projects.models import Project
from circles.record.labels import fact_label, fact_value
from circles.record.references import leads_somewhere
from foundation.web.formatting import babel_locale, in_words, money
from foundation.web.unicode_safety import strip_disruptive

AMOUNTS = frozenset({"amount", "budget", "cost", "limit", "limit_before", "money", "small_limit", "unit_limit"})
NOTHING_AT_ZERO = frozenset({"amount", "cost", "money"})
REFERENCES = re.compile(r"[A-Z]{1,4}-[0-9]{1,9}(?:, [A-Z]{1,4}-[0-9]{1,9})*")
LONGEST = 180
"""How much of what a person wrote a sentence quotes; the whole of what is longer stays among the details."""


@dataclass(frozen=True)
class Formatted:
    """What stands in a place of a sentence: as text, and as HTML, which is escaped unless it is known to be safe."""

    text: str
    html: str = ""
    is_whole: bool = True

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return conditional_escape(self.html or self.text)


def format_fact(name: str, value: Any, project: Project) -> Formatted | None:
    """Say a fact as people read it: money in the project's currency, days and choices in words, references as links."""
    if value is None or value in ("", [], {}):
        return None
    if name in AMOUNTS:
        return format_amount(value, project, or_nothing=name in NOTHING_AT_ZERO)
    if isinstance(value, list):
        words = [str(fact_label(one) if name == "changed" else one) for one in value]
        return join_formatted([format_reference(one, project) for one in words])
    if isinstance(value, str) and REFERENCES.fullmatch(value):
        return join_formatted([format_reference(one, project) for one in value.split(", ")])
    return format_text(str(in_words(fact_value(name, value))))


def format_amount(value: Any, project: Project, *, or_nothing: bool = False) -> Formatted | None:
    """Say an amount; None for what is none, and for zero where that is as good as nothing."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    if not amount.is_finite() or (or_nothing and not amount):
        return None
    written = money(amount, project.currency)
    return Formatted(written, format_html('<span class="nowrap">{}</span>', written))


def format_text(value: str) -> Formatted | None:
    """Say what a person wrote, on one line, without its full stop, and only as much as a sentence holds."""
    line = without_full_stop(" ".join(strip_disruptive(value).split()))
    short = Truncator(line).chars(LONGEST, truncate=" …")
    return Formatted(short, is_whole=short == line) if line else None


def format_reference(reference: str, project: Project) -> Formatted:
    """Name a thing by its reference, with a link where that has a page."""
    if not REFERENCES.fullmatch(reference):
        return Formatted(strip_disruptive(reference))
    if reference.startswith("FE-"):
        page = reverse("circles:fundamentals", args=[project.slug])
    elif leads_somewhere(reference):
        page = page_of(reference, project)
    else:
        return Formatted(reference)
    return Formatted(reference, format_html('<a href="{}"><span class="nowrap">{}</span></a>', page, reference))


def format_link(reference: str, title: str, page: str) -> Formatted:
    """Name a thing by reference and title, with a link; where there is little room, the reference stands alone."""
    title = strip_disruptive(title)
    words = format_html('<span class="log__title"> {}</span>', title) if title else ""
    html = format_html('<a href="{}"><span class="nowrap">{}</span>{}</a>', page, reference, words)
    return Formatted(f"{reference} {title}".strip(), html)


def join_formatted(each: list[Formatted]) -> Formatted:
    """Name several in a sentence."""
    pattern = format_list(["{}"] * len(each), locale=babel_locale())
    return Formatted(pattern.format(*each), format_html(pattern, *each))


def without_full_stop(words: str) -> str:
    """Leave out the full stop, as more follows; what leaves something open stays open."""
    line = words.rstrip()
    return line[:-1] if line.endswith(".") and not line.endswith("..") else line


def page_of(reference: str, project: Project) -> str:
    """Return where a reference leads to."""
    return reverse("circles:reference", args=[project.slug, reference])
