"""What the page of an imported process shows: people where handles are known here, texts as safe markup."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Lower
from django.utils.safestring import SafeString

from circles.projects.models import Project
from decisions.decisions.models import ImportedProcess
from decisions.decisions.models.register.process_content import Concern, Moment, Note, Process, Reviewer
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markup import markup_of
from documents.richtext.nodes import Node, Run
from foundation.accounts.models import User


@dataclass(frozen=True)
class Who:
    """A person named by a handle; `user` where the project has or had a person with this handle."""

    handle: str
    user: User | None


@dataclass
class Stretch:
    """A part of the course in which agendas showed the same; None where the source names no people or no number."""

    moment: Moment
    until: date | None
    agendas: int | None
    checked: list[Who] | None
    outstanding: list[Who] | None

    def goes_on_with(self, one: Moment) -> bool:
        """Whether a moment shows nothing that this stretch does not."""
        return one.state is None and one.model_copy(update=self._same()) == self.moment

    def _same(self) -> dict[str, object]:
        return {name: getattr(self.moment, name) for name in ("since", "until", "meetings", "state")}


class People:
    """The people behind the handles of one process; one query."""

    def __init__(self, project: Project, handles: Iterable[str]) -> None:
        found = User.objects.annotate(lower=Lower("handle")).filter(
            lower__in={handle.lower() for handle in handles}, memberships__project=project
        )
        self.users = {user.handle.lower(): user for user in found.distinct() if user.handle}

    def who(self, handle: str | None) -> Who | None:
        """Return who is meant; None where nobody is named."""
        return Who(handle, self.users.get(handle.lower())) if handle else None

    def all(self, handles: list[str] | None) -> list[Who] | None:
        """Return everyone who is meant, in the source's order."""
        return None if handles is None else [Who(handle, self.users.get(handle.lower())) for handle in handles]


def imported_process_context(found: ImportedProcess) -> dict[str, Any]:
    """Return the context of its page."""
    process = found.process
    people = People(found.project, _handles(process))
    return {
        "project": found.project,
        "imported": found,
        "process": process,
        "proposer": people.who(process.proposer),
        "text": _markup(process.text),
        "reviewers": _reviewers(process.reviewers, people),
        "concerns": _concerns(process.concerns, people),
        "course": _course(process.course, people),
        "notes": _notes(process.notes),
        "source_address": found.source if found.source.startswith(("https://", "http://")) else "",
    }


def _handles(process: Process) -> Iterator[str]:
    yield process.proposer or ""
    for reviewer in process.reviewers or []:
        yield reviewer.handle
    for concern in process.concerns or []:
        yield concern.raised_by or ""
    for moment in process.course:
        yield from [*(moment.checked or []), *(moment.outstanding or [])]


def _course(moments: list[Moment], people: People) -> list[Stretch]:
    found: list[Stretch] = []
    for one in moments:
        if found and found[-1].goes_on_with(one):
            found[-1].until, found[-1].agendas = one.since, (found[-1].agendas or 1) + 1
        else:
            found.append(Stretch(one, one.until, one.meetings, people.all(one.checked), people.all(one.outstanding)))
    return found


def _markup(text: str | None) -> SafeString | None:
    return markup_of(nodes_of(text)) if text else None


def _reviewers(rows: list[Reviewer] | None, people: People) -> list[tuple[Who | None, Reviewer]] | None:
    return None if rows is None else [(people.who(row.handle), row) for row in rows]


def _concerns(rows: list[Concern] | None, people: People) -> list[tuple[Who | None, Concern]] | None:
    return None if rows is None else [(people.who(row.raised_by), row) for row in rows]


def _notes(rows: list[Note] | None) -> list[tuple[Note, SafeString | None]] | None:
    return None if rows is None else [(row, markup_of(_without_headings(nodes_of(row.text)))) for row in rows]


def _without_headings(nodes: list[Node]) -> list[Node]:
    """Set headings as paragraphs: a page has one text with an outline, and each anchor once."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.kind == "heading":
            node.kind, node.attrs = "paragraph", {}
            for run in (child for child in node.children if isinstance(child, Run)):
                run.marks["bold"] = {}
        waiting.extend(node.nodes())
    return nodes
