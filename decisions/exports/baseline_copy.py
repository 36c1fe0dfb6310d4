"""A baseline as a file to take away: the text as it was agreed, and the table of its decisions."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.models import Decision, Ratification
from documents.export import DOWNLOADS, HEAVY
from documents.models.names import stores_ids, with_names
from richtext.exchange import office
from richtext.html import html_of, text_of
from richtext.markdown_writer import markdown_of
from richtext.nodes import Node, Run
from specification.frozen import thaw
from specification.models import Baseline, BaselineLayout, RatifiedText
from web import pdf
from web.exceptions import Refused
from web.formatting import day
from web.throttling import MINUTE, throttle

FORMS = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class BaselineCopy:
    """A baseline as one person takes it away: the documents that they may read."""

    baseline: Baseline
    user: User
    document: int | None = None
    """The number of the one document that is wanted; None: all."""

    def nodes(self) -> list[Node]:
        """Return its text: each document's headings and clauses in their order, then its decisions."""
        project = self.baseline.project
        ids = self.baseline.text_ids()
        wanted = {row["clause"] for layout in self.layouts for row in layout.rows if "clause" in row}
        chosen = [pk for clause, pk in ids.items() if clause in wanted]
        texts = RatifiedText.objects.in_bulk(chosen)
        keys = dict(RatifiedText.objects.filter(pk__in=chosen).values_list("clause", "clause__key"))
        found: list[Node] = []
        for layout in self.layouts:
            found.append(_heading(1, layout.title))
            top = min((row["level"] for row in layout.rows if "words" in row), default=1)
            for row in layout.rows:
                if "words" in row:
                    found.append(_heading(2 if row["level"] == top else 3, row["words"]))
                elif row["clause"] in ids:
                    text = texts[ids[row["clause"]]]
                    found += _clause(keys[row["clause"]], text)
        if stores_ids(found):
            with_names(project, found)
        return [*found, *self.decisions(chosen)] if self.document is None else found

    @cached_property
    def layouts(self) -> list[BaselineLayout]:
        """Return how its documents were laid out, as far as the person may read them."""
        every = BaselineLayout.of(self.baseline, self.user)
        return [one for one in every if self.document in (None, one.document.number)]

    def decisions(self, texts: list[int]) -> list[Node]:
        """Return the table of the decisions that these texts rest on, each with its clauses."""
        made = Ratification.objects.filter(text__in=texts).order_by("decision__number", "text__clause")
        rows: dict[Decision, list[str]] = {}
        for one in made.select_related("decision__circle", "decision__owner", "text__clause"):
            rows.setdefault(one.decision, []).append(one.text.clause.key)
        head = [_("Decision"), _("Taken"), _("Circle, owner"), _("Clauses")]
        table = [_row(head, "tableHeader")]
        for decision, keys in rows.items():
            whose = f"{decision.circle.name}, {decision.owner.name}"
            name = f"{decision.reference} {decision.title}"
            table.append(_row([name, day(decision.adopted_at), whose, ", ".join(keys)]))
        return [_heading(1, _("Decisions")), Node("table", {}, list(table))]

    @property
    def title(self) -> str:
        """Return what it is called."""
        return _("%(project)s: baseline %(number)s of %(day)s") % {
            "project": self.baseline.project.name,
            "number": self.baseline.number,
            "day": day(self.baseline.made_at),
        }

    def page(self, html: str, style: str = "") -> str:
        """Write it as a page that needs nothing else."""
        context = {"copy": self, "html": mark_safe(html), "style": mark_safe(style)}
        return render_to_string("decisions/baseline_file.html", context)

    def content(self, form: str) -> bytes:
        """Write it in one of `FORMS`.

        :raises Refused: with a sentence, where this server cannot make such a file.
        """
        nodes = self.nodes()
        html = html_of(nodes, anchors=False).replace(' href="/', f' href="{settings.BASE_URL}/')
        ways: dict[str, Callable[[], str | bytes]] = {
            "md": lambda: f"# {self.title}\n\n{self.markdown(nodes)}",
            "txt": lambda: f"{self.title}\n\n{text_of(nodes)}",
            "html": lambda: self.page(html, f"<style>{render_to_string('documents/file.css')}</style>"),
            "pdf": lambda: self.pdf(html),
        }
        made = ways[form]() if form in ways else self.office(html, form)
        return made.encode() if isinstance(made, str) else made

    def markdown(self, nodes: list[Node]) -> str:
        """Write its text as Markdown, with links that lead here from anywhere."""
        return markdown_of(nodes).replace("](/", f"]({settings.BASE_URL}/")

    def office(self, html: str, form: str) -> bytes:
        """Write it as a Word or OpenDocument file."""
        language = self.baseline.project.language
        return office.write_office(self.page(html), form, title=self.title, language=language)

    def pdf(self, html: str) -> bytes:
        """Write it as PDF."""
        if not pdf.is_possible():
            raise Refused(pdf.why_not())
        style = render_to_string("documents/file.css")
        return pdf.pdf_of(self.page(html), [style], address=settings.BASE_URL, embeds=True)


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


def file_of(baseline: Baseline, form: str, *, user: User) -> HttpResponse:
    """Return a baseline in one of `FORMS`, as an attachment.

    :raises Refused: where this server cannot make such a file.
    """
    if form not in FORMS:
        raise Http404
    if form in HEAVY:
        throttle(user.pk, "downloads", most=DOWNLOADS, within=MINUTE)
    response = HttpResponse(BaselineCopy(baseline, user).content(form), content_type=FORMS[form])
    name = f"{baseline.project.slug}-{baseline.number}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
