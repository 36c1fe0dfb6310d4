"""What people did is never written past the record: changes lock and record, and nothing writes behind their back."""

import ast

from django.utils.module_loading import autodiscover_modules

from config.celery import app
from tests.architecture.sources import APPS, calls, functions, modules, place_of, read

# Writes that history and record do not see: imports (with one record entry a batch) and append-only tables only.
BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update", "update_or_create", "_raw_delete"}
ALLOWED: dict[str, str] = {
    "decisions/decisions/models/proposals/answering.py: answer_effects": (
        "the record has each answer, and who changed it"
    ),
    "daily/syncs/workflows/opening.py: take_up_pulled": "places of points on an agenda; the pull is recorded",
    "decisions/decisions/models/rounds/round.py: Round.ask": (
        "append-only: who was asked; who opens or reroutes records it"
    ),
    "documents/documents/workflows/ordering.py: order_page": "places among pages; the record tells which one was moved",
    "documents/documents/workflows/ordering.py: order_folder": (
        "places among folders; the record tells which one was moved"
    ),
    "decisions/decisions/workflows/reminders.py: remind": "append-only: who was reminded",
    "decisions/decisions/models/proposals/touched_clause.py: touch_clauses": "each round keeps the texts it was about",
    "decisions/decisions/workflows/ratifying.py: ratify": "append-only: which decision ratified which text",
    "decisions/specification/extension.py: move": "a circle that closes, merges or splits, which the record tells of",
    "decisions/specification/models/clause.py: Clause.seat": "whose a clause is; the record tells who changed it",
    "decisions/specification/models/clause.py: ClauseLook.note": (
        "append-only looks; what was looked at is derived from them"
    ),
    "decisions/specification/workflows/clauses.py: tie": "what a clause comes from; the record tells who changed it",
    "decisions/specification/workflows/import_reqif.py: _save": "an import, with one record entry",
    "decisions/specification/workflows/import_reqif.py: _tie": "an import, with one record entry",
    "decisions/specification/workflows/import_reqif.py: _write_clauses": "an import, with one record entry",
    "decisions/specification/workflows/ratifying.py: ratify_texts": "append-only, and clauses with their history",
    "decisions/specification/workflows/ratifying.py: lay_out": (
        "how a document is laid out, in the transaction of the decision"
    ),
    "decisions/specification/workflows/lineage.py: hand_down": "append-only: which clause became which",
    "decisions/specification/workflows/refreshing.py: refresh": "derived from the log; can be read from it at any time",
    "decisions/decision_files/workflows/import_decisions.py: import_decisions": (
        "an import, with one record entry a batch"
    ),
    "daily/syncs/workflows/import_minutes.py: import_minutes": "an import, with one record entry a batch",
    "chat/chat/workflows/import_chat.py: ChatImport.add": "an import, with one record entry a batch",
    "chat/chat/models/topic_head.py: TopicHead.count_change": "a counter, moved on by the database itself",
    "chat/chat/models/read_marker.py: ReadMarker.follow": "places of people, which move on without a history",
    "chat/chat/workflows/direct.py: _begin": "never changed: who is in a conversation outside the record",
    "chat/chat/workflows/direct.py: mute_direct": "one's own, outside the record",
    "chat/chat/workflows/drafting.py: save_draft": "one's own, not said yet",
    "foundation/accounts/models/form_draft.py: FormDraft.keep": "one's own, not sent yet",
    "chat/chat/workflows/moving.py: move_messages": "places of people; the move is recorded",
    "chat/chat/workflows/notifying.py: _post": "notices have no history",
    "documents/documents/models/citation.py: DocumentCitation.note": (
        "derived from texts; can be read from them at any time"
    ),
    "documents/documents/workflows/public_links.py: count_reader": "a counter, moved on by the database itself",
    "documents/documents/workflows/public_links.py: is_right_password": "a counter, moved on by the database itself",
    "documents/documents/models/shelf.py: Visit.note": "one's own last time, kept without a history",
    "documents/documents/models/shelf.py: Visit.note_read": "how far one has read oneself, kept without a history",
    "documents/documents/workflows/versions.py: sum_up": "how a version calls itself, computed from what it is",
    "documents/document_files/workflows/import_revisions.py: _write": "an import, with one record entry a batch",
    "documents/document_files/workflows/import_documents.py: create_documents": (
        "an import, with one record entry a batch"
    ),
    "across/search/index_version.py: note_version": (
        "derived: as what the index was written, which can be read from texts"
    ),
    "documents/coediting/snapshots.py: take_snapshot": "derived from the log, which keeps everything",
    "documents/documents/workflows/quiet_text.py: note_mentions": (
        "derived from the log; can be read from it at any time"
    ),
    "decisions/decisions/models/register/citation.py: Citation.renew": (
        "derived from words and links; can be made anew at will"
    ),
    "across/search/indexing.py: _add": "derived from words; can be made anew at will",
    "across/search/indexing.py: _bring_up": "derived from words; can be made anew at will",
    "across/search/indexing.py: _move_along": "derived from words; can be made anew at will",
    "across/search/vocabulary.py: learn_words": "derived from words; can be made anew at will",
    "across/sample/data_generator/decisions.py: _write": "a grown project, as an import: one record entry a batch",
    "across/sample/reviews.py: agree": "the sample, as an import; notices have no history",
    "across/sample/loading.py: leave_recent_notices_unread": "the sample, as an import; notices have no history",
    "across/takeaway/workflows/importing.py: Arrival.write_rows": (
        "an import, with its history in it and one record entry"
    ),
    "foundation/audit/seals.py: Seal.keep": "the salts of the entry that is written",
    "foundation/audit/models.py: Entry.write": "append-only: the personal values of the entry it writes",
    "foundation/files/workflows/attaching.py: attach": "never changed: the pictures of a file, kept with it",
    "foundation/inbox/models/notice.py: Notice.post": (
        "notices have no history; the entry they are of is written before them"
    ),
    "foundation/inbox/models/notice.py: NoticeQuerySet.finish": (
        "notices have no history; what finishes them records its event"
    ),
    "foundation/inbox/models/notice.py: NoticeQuerySet.tell_again": "notices have no history: which of them have left",
    "foundation/inbox/models/notice.py: NoticeQuerySet.mark_read": "notices have no history: what one person has read",
    "foundation/inbox/models/notification_settings.py: NotificationSettings.change": (
        "one's own settings, kept without a history"
    ),
    "foundation/inbox/models/notification_settings.py: NotificationChoice.choose": (
        "one's own settings, kept without a history"
    ),
    "foundation/inbox/models/notification_settings.py: Attention.attend": "one's own settings, kept without a history",
    "foundation/inbox/models/notice.py: Notice.put_off": "notices have no history: what one person puts off",
    "foundation/inbox/models/notice.py: Notice.bring_back": "notices have no history: what one person takes back",
    "foundation/inbox/workflows/mailing.py: _mark": "notices have no history: which of them have left",
    "foundation/inbox/models/outgoing_email.py: OutgoingEmail.post_all": (
        "e-mails have no history; who posts records the event"
    ),
    "across/sample/people.py: make_people": "the sample: one password for its people, before anything is done",
    "circles/invitations/workflows/guests.py: grant": "rows of django-guardian: the guest they are of is recorded",
    "foundation/accounts/models/token.py: Token.note_used": "on which day a token was used: nothing that anyone did",
    "foundation/accounts/last_seen.py: note_seen": "when a device was last seen: nothing that anyone did",
    "across/webhooks/models/webhook.py: Webhook.note_outcome": "a counter of what does not arrive; pausing is recorded",
    "chat/chat/workflows/asking_outcomes.py: ask_outcome": "notices have no history: which topics were asked",
    "chat/chat/workflows/reading.py: mark_all_read": "places of people, which move on without a history",
    "chat/chat/workflows/reading.py: undo_reading": "places of people, which go back without a history",
    "foundation/files/workflows/office_words.py: read_office_words": (
        "derived from the file; can be read from it at any time"
    ),
    "foundation/inbox/models/notice.py: NoticeQuerySet.call": (
        "notices have no history; what renames the thing records its event"
    ),
    "foundation/inbox/models/reminder.py: PersonalReminder.put": "one's own, outside the record",
    "across/search/models/saved_search.py: SavedSearch.keep": "one's own, outside the record",
    "across/sample/one_language.py: keep_to_readers_of": "the sample, as an import; notices have no history",
    "across/sample/one_language.py: silence_in_other_language": "the sample, as an import; notices have no history",
    "across/sample/one_language.py: wait_in_one": "the sample, as an import; notices have no history",
    "foundation/accounts/kept_data.py: forget": "who made the bots is erased, which is recorded",
    "foundation/accounts/models/user.py: User.end_access": "a counter for live connections, not a fact about anyone",
}
# Markup that is not escaped: each place says why what it marks is clean.
MARKED: dict[str, str] = {
    "foundation/inbox/email_html.py: article": (
        "of an e-mail in Markdown, without HTML, links and pictures, and cleaned by nh3"
    ),
    "decisions/traceability/baseline_copy.py: BaselineCopy.page": "documents/richtext/html.py cleaned it",
    "decisions/actions/models/action.py: Action.body": (
        "documents/conversation/text/markup.py made it of the description and cleaned it"
    ),
    "documents/conversation/models/post.py: Post.body": (
        "documents/conversation/text/markup.py made it of the text and cleaned it"
    ),
    "documents/document_files/document_copy.py: DocumentCopy.page": (
        "documents/richtext/html.py cleaned it; what is added is escaped"
    ),
    "documents/document_files/document_copy.py: DocumentCopy.office": (
        "documents/richtext/html.py cleaned it; what is added is escaped"
    ),
    "circles/record/linked_keys.py: with_keys": "escaped, or clean as its maker says; links are made by format_html",
    "documents/richtext/markup.py: markup_of": "documents/richtext/html.py lets nothing through but known tags",
}
WRITES = {"save", "create", "get_or_create", "delete"}
# save() does nothing but save.
SAVES: dict[str, str] = {}


def is_bulk(name: str, call: ast.Call) -> bool:
    """QuerySet.update takes keywords alone; the update() of a dict or a hash takes something else."""
    return name in BULK or (name in {"update", "aupdate"} and bool(call.keywords) and not call.args)


def places(wanted: str | None = None) -> set[str]:
    return {
        f"{path}: {function}"
        for path in modules(of=APPS)
        for function, node in functions(path)
        for name, call in calls(node)
        if (name == wanted if wanted else is_bulk(name, call))
    }


def test_only_imports_and_append_only_tables_are_written_in_bulk() -> None:
    assert places() - set(ALLOWED) == set(), "these write no history and no record"
    assert set(ALLOWED) - places() == set(), "these are gone: take them off the list"


def test_markup_is_marked_clean_in_known_places_only() -> None:
    assert places("mark_safe") - set(MARKED) == set()
    assert set(MARKED) - places("mark_safe") == set()


def test_no_app_listens_to_signals() -> None:
    listening = [path for path in modules() if "django.dispatch" in read(path) or "models.signals" in read(path)]
    assert listening == [], "an effect stands on the last lines of its verb"


def test_saving_does_nothing_but_save() -> None:
    overrides = {
        f"{path}: {function}"
        for path in modules(of=APPS)
        if "/models" in path
        for function, _ in functions(path)
        if function.endswith((".save", ".delete"))
    }
    assert overrides == set(SAVES)


def verbs() -> dict[str, set[str]]:
    """Each method of a model and the names of what it calls."""
    return {
        f"{path}: {function}": {name for name, _ in calls(node)}
        for path in modules(of=APPS)
        if "/models" in path
        for function, node in functions(path)
    }


def reaching(found: dict[str, set[str]], names: set[str]) -> set[str]:
    """Add to names those of the methods that call one of them, however far down."""
    while more := {method.rpartition(".")[2] for method, called in found.items() if called & names} - names:
        names = names | more
    return names


def test_every_change_is_in_the_record() -> None:
    """Whoever locks and writes records an event, or calls what does."""
    found = verbs()
    locking = {"locked"} | {
        name.rpartition(".")[2] for name, called in found.items() if "locked" in called and not called & WRITES
    }
    recording = reaching(found, {"record_event"})
    quiet = {name for name, called in found.items() if called & locking and called & WRITES and not called & recording}
    assert quiet == set()
    assert len(locking) > 1, "nothing was looked at"
    assert len(recording) > 50


def test_a_scheduled_job_goes_on_when_one_item_fails() -> None:
    autodiscover_modules("tasks")  # each says itself when it runs
    scheduled = [row["task"].rsplit(".", 1) for row in app.conf.beat_schedule.values()]
    calling = {
        f"{path}: {function}": {name for name, _ in calls(node)}
        for path in modules(of=APPS)
        for function, node in functions(path)
    }
    alone = [
        task
        for module, task in scheduled
        if "each" not in calling[f"{place_of(module.removesuffix('.tasks'))}/tasks.py: {task}"]
    ]
    assert alone == [], (
        "these stop at the first thing that fails: give foundation.audit.batch_jobs.each the things and the verb"
    )
    assert scheduled
