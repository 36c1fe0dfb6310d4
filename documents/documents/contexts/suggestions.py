"""Suggestions as pages show them: a card in the margin, with what changes block by block."""

import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Link
from documents.documents import permissions
from documents.documents.models import Document, Suggestion, SuggestionVerdict
from documents.documents.models.suggestion import SuggestedChanges, changes_of
from documents.documents.workflows.suggestions import own_suggestion
from documents.richtext.comparison.block_changes import BlockChange
from documents.richtext.comparison.browser_lines import compared_lines
from documents.richtext.comparison.change_words import shortened, words_changed
from documents.richtext.comparison.look_changes import LookChange, look_changes
from documents.richtext.looks import colour_names
from foundation.accounts.models import User
from foundation.audit import clock


@dataclass(frozen=True)
class ShownChange:
    """A change of one block: its key, and its words with what goes and what comes."""

    change: BlockChange

    @property
    def html(self) -> SafeString:
        """Return them as the card shows them; a change of look alone has none that differ."""
        said = {"del": _now("removed: "), "ins": _now("added: ")}
        return format_html_join(
            "",
            "{}",
            (
                (_marked(each.kind, said.get(each.kind, ""), each.text),)
                for each in shortened(words_changed(self.change))
            ),
        )

    @property
    def only_looks(self) -> bool:
        """Whether no word differs, but how they look or what stands between them."""
        return all(each.kind == "same" for each in words_changed(self.change))

    @property
    def looks(self) -> list[str]:
        """Return what changes in how it looks, in words: `bold: “less water”`."""
        return [_look(one) for one in look_changes(self.change)]

    def as_data(self) -> dict[str, Any]:
        """Return what the editor needs to show it in the text."""
        before, after = self.change.before, self.change.after
        return {
            "key": self.change.key,
            "place": self.change.place,
            "bid": str(before.attrs.get("bid") or "") if before else "",
            "before": compared_lines(before) if before else "",
            "after": compared_lines(after) if after else "",
            "kind": self.change.kind,
        }


LOOKS = {
    "bold": _("bold"),
    "italic": _("italic"),
    "underline": _("underlined"),
    "strike": _("struck through"),
    "code": _("code"),
    "link": _("link"),
    "superscript": _("superscript"),
    "subscript": _("subscript"),
    "align_start": _("aligned at the start"),
    "align_center": _("centred"),
    "align_right": _("aligned at the end"),
    "align_justify": _("justified"),
    "paragraph": _("plain text"),
    "bulletList": _("list"),
    "orderedList": _("numbered list"),
    "taskList": _("tasks"),
    "blockquote": _("quotation"),
    "codeBlock": _("block of code"),
}


def _look(change: LookChange) -> str:
    name, _underscore, which = change.look.partition("_")
    if name == "heading":
        return _now("heading %(level)s") % {"level": which}
    look = str(LOOKS.get(change.look, _now("another kind of block")))
    if name == "highlight":
        look = _now("highlighted in %(colour)s") % {"colour": colour_names()[which]}
    elif name == "textColour":
        look = _now("text in %(colour)s") % {"colour": colour_names()[which]}
    if not change.text:
        return look
    words = Truncator(change.text).chars(60)
    said = _now("%(look)s: “%(words)s”") if change.is_given else _now("no longer %(look)s: “%(words)s”")
    return said % {"look": look, "words": words}


def _marked(kind: str, said: str, words: str) -> SafeString:
    if kind not in {"ins", "del"}:
        return format_html("{}", words)
    pattern = '<{0}><span class="unseen">{1}</span>{2}</{0}>'
    return format_html(pattern, kind, said, words)


@dataclass(frozen=True)
class ShownVerdict:
    """What was decided on some of its changes, with their words."""

    verdict: SuggestionVerdict
    shows_words: bool

    @property
    def lines(self) -> list[SafeString]:
        """Return the words of each change, or what changes in its look. What a text said before is not for guests,
        but for whoever suggested or decided it.
        """
        if not self.shows_words:
            return []
        said = {"del": _now("removed: "), "ins": _now("added: ")}
        lines = []
        for change in self.verdict.changes:
            lines += [format_html("{}", capfirst(_look(LookChange(*look)))) for look in change["looks"]]
            if not change["looks"]:
                parts = ((_marked(kind, said.get(kind, ""), words),) for kind, words in change["words"])
                lines.append(format_html_join("", "{}", parts))
        return lines

    @property
    def result(self) -> str:
        """Return what was decided, for people."""
        return str(self.verdict.kind.facts.outcome.label)


@dataclass(frozen=True)
class ShownSuggestion:
    """A suggestion with what it changes now, and what the reader may do with it."""

    suggestion: Suggestion
    found: SuggestedChanges
    is_mine: bool
    may_decide: bool
    may_undo: bool
    may_propose: bool
    born: list[Link]
    verdicts: list[ShownVerdict]

    @property
    def undoable(self) -> ShownVerdict | None:
        """Return what the reader may take back: the last verdict, unless a decision was carried out by it, or its
        author withdrew the rest.
        """
        is_open_to = self.may_undo and not self.suggestion.proposal and not self.suggestion.is_withdrawn
        return self.verdicts[-1] if self.verdicts and is_open_to else None

    @property
    def changes(self) -> list[ShownChange]:
        """Return its changes, in the order of the text."""
        return [ShownChange(change) for change in self.found.changes]

    @property
    def data(self) -> str:
        """Return its changes for the editor."""
        return json.dumps([change.as_data() for change in self.changes])

    @property
    def state(self) -> str:
        """Return `open` or `done`."""
        return "done" if self.suggestion.is_ended else "open"

    @property
    def result(self) -> str:
        """Return what became of it, for people."""
        return self.suggestion.get_outcome_display()

    @property
    def waits(self) -> str:
        """Return why nobody decides on it by hand, or nothing."""
        proposal = self.suggestion.proposal
        return _now("It waits for %(proposal)s.") % {"proposal": proposal} if proposal and self.state == "open" else ""


def suggestions_shown(suggestions: Iterable[Suggestion], document: Document, reader: User) -> list[ShownSuggestion]:
    """Return suggestions of one document with what the reader may do."""
    may_decide, is_member = permissions.may_write(reader, document), document.project.has(reader)
    rows = list(suggestions)
    keys = [one.pk for one in rows]
    changes = changes_of(document, rows)
    born = Link.objects.out_of_each(document.project_id, "suggestion", keys) if keys and is_member else {}
    decided: dict[int, list[SuggestionVerdict]] = {}
    for verdict in SuggestionVerdict.objects.in_force().filter(suggestion__in=keys).select_related("decided_by"):
        decided.setdefault(verdict.suggestion_id, []).append(verdict)
    found = []
    for suggestion in rows:
        suggestion.document = document
        is_mine, links = suggestion.author_id == reader.pk, born.get(str(suggestion.pk), [])
        verdicts = [
            ShownVerdict(one, is_member or is_mine or one.decided_by_id == reader.pk)
            for one in decided.get(suggestion.pk, [])
        ]
        may_undo = may_decide and bool(verdicts) and (is_member or verdicts[-1].verdict.decided_by_id == reader.pk)
        shown = changes[suggestion.pk], is_mine, may_decide, may_undo, is_member, links, verdicts
        found.append(ShownSuggestion(suggestion, *shown))
    return found


def suggestions_of(document: Document, reader: User) -> list[ShownSuggestion]:
    """Return the suggestions of a document for its margin, oldest first: the open ones and those that ended just now.
    Open ones that change nothing are left out, but one's own.
    """
    rows = document.suggestions.in_margin(clock.now()).select_related("author", "ended_by").order_by("pk")
    shown = suggestions_shown(rows, document, reader)
    return [one for one in shown if one.changes or one.suggestion.ended_at or (one.is_mine and one.suggestion.proposal)]


def own_updates(document: Document, user: User, *, pk: int | None, after: int) -> dict[str, Any]:
    """Return what an editor reads of what a person is suggesting in a document, or of their suggestion `pk`: `id`,
    `seq`, the updates after place `after` of its log in base64, and its `state`; `id` is None where there is nothing.
    """
    found = own_suggestion(document, pk, user)
    if found is None:
        return {"id": None, "seq": 0, "state": "open", "updates": []}
    rows = found.updates.filter(seq__gt=after).order_by("seq").values_list("data", flat=True)
    updates = [b64encode(data).decode() for data in rows]
    return {"id": found.pk, "seq": found.seq, "state": found.editor_state, "updates": updates}
