"""A baseline as a file to take away: the text as it was agreed, and the table of its decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from decisions.decisions.models import Decision, Ratification
from decisions.specification.frozen import thaw
from decisions.specification.models import Baseline, BaselineLayout, RatifiedText
from documents.documents.models.names import stores_ids, with_names
from documents.richtext.exchange import office
from documents.richtext.exchange.typeset import typeset
from documents.richtext.html import html_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run
from documents.richtext.plain_text import text_of
from foundation.accounts.models import User
from foundation.web import pdf
from foundation.web.formatting import day


@dataclass(frozen=True)
class BaselineCopy:
    """A baseline as one person takes it away: the documents that they may read."""

    baseline: Baseline
    user: User
    document: int | None = None
    """The number of the one document that is wanted; None: all."""

    def nodes(self) -> list[Node]:
        """Return its text: each document's headings and clauses in their order, then its decisions."""
        return [*self.agreed(), *self.decisions()]

    def agreed(self) -> list[Node]:
        """Return each document's headings and clauses in their order."""
        ids = self.text_ids
        texts = RatifiedText.objects.in_bulk(ids.values())
        keys = dict(RatifiedText.objects.filter(pk__in=ids.values()).values_list("clause", "clause__key"))
        found: list[Node] = []
        for layout in self.layouts:
            found.append(_heading(1, layout.title))
            top = min((row["level"] for row in layout.rows if "words" in row), default=1)
            for row in layout.rows:
                if "words" in row:
                    found.append(_heading(2 if row["level"] == top else 3, row["words"]))
                elif row.get("clause") in ids:
                    text = texts[ids[row["clause"]]]
                    found += _clause(keys[row["clause"]], text)
        if stores_ids(found):
            with_names(self.baseline.project, found)
        return found

    @cached_property
    def layouts(self) -> list[BaselineLayout]:
        """Return how its documents were laid out, as far as the person may read them."""
        every = BaselineLayout.of(self.baseline, self.user)
        return [one for one in every if self.document in (None, one.document.number)]

    @cached_property
    def text_ids(self) -> dict[int, int]:
        """Return by clause which text of it was agreed, of what the documents show."""
        wanted = {row["clause"] for layout in self.layouts for row in layout.rows if "clause" in row}
        return {clause: pk for clause, pk in self.baseline.text_ids().items() if clause in wanted}

    def decisions(self) -> list[Node]:
        """Return the table of the decisions that its texts rest on, each with its clauses; none for one document."""
        if self.document is not None:
            return []
        made = Ratification.objects.filter(text__in=self.text_ids.values()).order_by("decision__number", "text__clause")
        rows: dict[Decision, list[str]] = {}
        for one in made.select_related("decision__circle", "decision__owner", "text__clause"):
            rows.setdefault(one.decision, []).append(one.text.clause.key)
        head = [_("Decision"), _("Taken"), _("Circle, owner"), _("Clauses")]
        table = [_row(head, "tableHeader")]
        for decision, keys in rows.items():
            whose = f"{decision.circle.name}, {decision.owner.name}"
            name = f"{decision.reference} {decision.title}"
            table.append(_row([name, day(decision.adopted_at), whose, ", ".join(key_ranges(keys))]))
        return [_heading(1, _("Decisions")), Node("table", {}, list(table))]

    @property
    def title(self) -> str:
        """Return what it is called."""
        return _("%(project)s: baseline %(number)s of %(day)s") % {
            "project": self.baseline.project.name,
            "number": self.baseline.number,
            "day": day(self.baseline.made_at),
        }

    def page(self, style: str = "") -> str:
        """Write it as a page."""
        html, decisions = (mark_safe(_html(nodes)) for nodes in (self.agreed(), self.decisions()))
        context = {"copy": self, "html": html, "decisions": decisions, "style": mark_safe(style)}
        return render_to_string("traceability/baseline_file.html", context)

    def markdown(self) -> str:
        """Write it as Markdown, with links that lead here from anywhere."""
        return markdown_of([_heading(1, self.title), *self.nodes()]).replace("](/", f"]({settings.BASE_URL}/")

    def text(self) -> str:
        """Write it as plain text."""
        return f"{self.title}\n\n{text_of(self.nodes())}"

    def html(self) -> str:
        """Write it as a page that needs nothing else."""
        return typeset(self.page(f"<style>{render_to_string('document_files/file.css')}</style>"))

    def office(self, form: str) -> bytes:
        """Write it as a Word or OpenDocument file."""
        return office.write_office(self.page(), form, title=self.title, language=self.baseline.project.language)

    def pdf(self) -> bytes:
        """Write it as PDF."""
        styles = [render_to_string(name) for name in ("document_files/file.css", "traceability/baseline_file.css")]
        return pdf.pdf_of(typeset(self.page()), styles, address=settings.BASE_URL, embeds=True)


def _html(nodes: list[Node]) -> str:
    """Write nodes as HTML, with links that lead here from anywhere."""
    return html_of(nodes, anchors=False).replace(' href="/', f' href="{settings.BASE_URL}/')


def key_ranges(keys: Sequence[str]) -> list[str]:
    """Name keys in short: those that follow each other by their first and last (SPEC-4.1 – SPEC-4.12)."""
    runs: list[list[str]] = []
    for key in keys:
        if runs and key == _next_key(runs[-1][-1]):
            runs[-1].append(key)
        else:
            runs.append([key])
    named = [[f"{run[0]} – {run[-1]}"] if len(run) > 2 else run for run in runs]
    return [one for run in named for one in run]


def _next_key(key: str) -> str:
    chapter, _dot, number = key.rpartition(".")
    return f"{chapter}.{int(number) + 1}" if number.isdecimal() else ""


def _heading(level: int, words: str) -> Node:
    return Node("heading", {"level": level}, [Run(words)])


def _clause(key: str, text: RatifiedText) -> list[Node]:
    nodes = thaw(text.nodes)
    if nodes and nodes[0].kind == "heading":
        head, rest = nodes[0], nodes[1:]
        return [Node("heading", {"level": 3}, [Run(f"{key} "), *head.children]), *rest]
    return [Node("paragraph", {}, [Run(key, {"bold": {}})]), *nodes]


def _row(cells: list[str], kind: str = "tableCell") -> Node:
    return Node("tableRow", {}, [Node(kind, {}, [Node("paragraph", {}, [Run(cell)])]) for cell in cells])
