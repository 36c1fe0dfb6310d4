"""Takes back what was decided on a suggestion: the text says again what it said, and the suggestion suggests again."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from documents.coediting.models import Log
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Suggestion, SuggestionVerdict
from documents.documents.workflows.comment_notices import broadcast_note
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.suggestions import append, open_suggestion
from documents.richtext.comparison.block_changes import block_changes, with_changes
from documents.richtext.comparison.renamed_changes import key_since, names_since, said_of
from documents.richtext.nodes import Node, load, tree_of
from documents.richtext.tree_edits import edit_document, edit_into
from documents.richtext.yjs.updates import NOTHING
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

TRIES = 3
"""How often it is worked out without a lock, where people go on typing meanwhile."""


@dataclass(frozen=True)
class Undoing:
    """The updates (or NOTHING) for both logs, and the places that they were computed at."""

    text: bytes
    own: bytes
    text_seq: int
    own_seq: int


def undo_last_verdict(suggestion: Suggestion, *, by: User) -> None:
    """Take back what was decided on a suggestion last, as `undo_verdict` does.

    :raises Refused: also where nothing was decided.
    """
    last = suggestion.verdicts.in_force().select_related("suggestion__document").last()
    if last is None:
        raise Refused(_("Nothing was decided on this suggestion."))
    undo_verdict(last, by=by)


def undo_verdict(verdict: SuggestionVerdict, *, by: User) -> None:
    """Take a verdict back: the last one that stands of its suggestion. What others wrote since stays. Records
    `suggestion.reopened`; its author sees it open again, and is not notified once more.

    :raises Refused: for a closed document, an earlier verdict, one that was taken back or carried out a decision, and
        where its author suggests something else by now.
    """
    verdict.suggestion.document.refuse_if_closed()
    _refuse_decided_otherwise(verdict)
    if not any(_undo(verdict, _undoing(verdict), by=by) for _try in range(TRIES)):
        _undo(verdict, None, by=by)
    process_quiet_text(verdict.suggestion.document_id)


def _undo(verdict: SuggestionVerdict, undoing: Undoing | None, *, by: User) -> bool:
    """Write both updates, unless a text has gone on since they were worked out; return whether they are written. None
    works them out here, while those who write wait.
    """
    with transaction.atomic():
        document = verdict.suggestion.document.locked()
        document.refuse_if_closed()
        suggestion = verdict.suggestion.locked()
        verdict = SuggestionVerdict.objects.select_for_update(of=("self",)).get(pk=verdict.pk)
        _refuse_decided_otherwise(verdict)
        if suggestion.is_ended and suggestion.author and open_suggestion(document, suggestion.author):
            raise Refused(_("Its author suggests something else by now; suggest this again instead."))
        log = Log.objects.select_for_update().get(pk=document.pk)
        undoing = undoing or _undoing(verdict)
        if (log.seq, suggestion.seq) != (undoing.text_seq, undoing.own_seq):
            return False
        if undoing.text != NOTHING:
            log.append(undoing.text, by=by)
        if undoing.own != NOTHING:
            append(suggestion, undoing.own, by=by, key=uuid.uuid4().hex)
        _reopen(suggestion, verdict)
        verdict.undone_at, verdict.undone_by = clock.now(), by
        verdict.save(update_fields=["undone_at", "undone_by"])
        document.record_event(
            DocumentEvent.SUGGESTION_REOPENED,
            by=by,
            personal={"author": suggestion.speaker or "–"},
            changes=len(verdict.changes),
            also=["documents"],
        )
        broadcast_note(document, f"s-{suggestion.pk}")
    return True


def _refuse_decided_otherwise(verdict: SuggestionVerdict) -> None:
    last = verdict.suggestion.verdicts.in_force().last()
    if verdict.undone_at or last is None or last.pk != verdict.pk:
        raise Refused(_("Only the last decision on a suggestion can be undone."))
    if verdict.suggestion.proposal:
        raise Refused(
            _("%(proposal)s was decided: propose the change back instead.") % {"proposal": verdict.suggestion.proposal}
        )
    if verdict.suggestion.is_withdrawn:
        raise Refused(_("Its author has withdrawn this suggestion."))


def _undoing(verdict: SuggestionVerdict) -> Undoing:
    """Work out both updates; nothing is locked meanwhile."""
    suggestion = Suggestion.objects.get(pk=verdict.suggestion_id)
    log = Log.objects.get(pk=suggestion.document_id)
    now, own, text = list(log.past(log.seq)), list(suggestion.log()), NOTHING
    if verdict.written_seq:
        since = list(log.past(log.seq, after=verdict.written_seq)) if verdict.written_seq < log.seq else []
        said = tree_of(load(log.past(verdict.written_seq - 1)))
        text = edit_into(log.past(verdict.written_seq), said, later=since)
    undone = [] if text == NOTHING else [text]
    # What it suggested, on the text as it will be: both are edits of the text that was decided on.
    base = list(log.past(verdict.text_seq))
    suggested = tree_of(load([*base, *own[: verdict.own_seq]]))
    edits = (edit_into(base, nodes) for nodes in (suggested, tree_of(load([*now, *undone]))))
    again = tree_of(load([*base, *(edit for edit in edits if edit != NOTHING)]))
    said = tree_of(load(now))
    if verdict.written_seq and _knows_better(said, again, suggested):
        again = said
    doc = load([*now, *undone, *own])
    names = names_since(base, [*log.past(log.seq, after=verdict.text_seq), *undone, *own])
    before, decided = doc.get_state(), [change["key"] for change in verdict.changes]
    known_by = {said_of(one) for one in block_changes(tree_of(load(base)), suggested) if one.key in decided}
    keys = {key_since(key, names) for key in decided}
    keys |= {one.key for one in block_changes(tree_of(doc), again) if said_of(one) in known_by}
    edit_document(doc, with_changes(tree_of(doc), again, keys.__contains__))
    return Undoing(text, doc.get_update(before), log.seq, suggestion.seq)


def _knows_better(said: Sequence[Node], again: Sequence[Node], suggested: Sequence[Node]) -> bool:
    """Return whether what the text says is what the suggestion should suggest again. It knows where that stands beside
    what others typed since; but not what they have taken out of it. And what they changed in a new block stays in the
    text, and is not to be suggested a second time.
    """
    there, wanted = _words(said), _words(again)
    once = there | _words(suggested)
    return there == wanted or any(number > once[word] for word, number in wanted.items())


def _words(nodes: Sequence[Node]) -> Counter[str]:
    return Counter(word for node in nodes for word in node.lines().split())


def _reopen(suggestion: Suggestion, verdict: SuggestionVerdict) -> None:
    number = len(verdict.changes)
    counted_as = verdict.kind.facts.counted_as
    setattr(suggestion, counted_as, max(0, getattr(suggestion, counted_as) - number))
    suggestion.outcome, suggestion.ended_at, suggestion.ended_by = "", None, None
    suggestion.save(update_fields=[counted_as, "outcome", "ended_at", "ended_by"])
