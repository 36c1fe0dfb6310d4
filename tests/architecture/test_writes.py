"""What people did is never written past the record: changes lock and record, and nothing writes behind their back."""

import ast

from django.utils.module_loading import autodiscover_modules

from config.celery import app
from tests.architecture.sources import APPS, calls, functions, modules, read

# Writes that history and record do not see: imports (with one record entry a batch) and append-only tables only.
BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update", "update_or_create", "_raw_delete"}
ALLOWED: dict[str, str] = {
    "decisions/models/proposals/answering.py: answer_effects": "the record has each answer, and who changed it",
    "syncs/workflows/opening.py: take_up_pulled": "places of points on an agenda; the pull is recorded",
    "decisions/models/rounds/round.py: Round.ask": "append-only: who was asked; who opens or reroutes records it",
    "documents/workflows/ordering.py: order_page": "places among pages; the record tells which one was moved",
    "documents/workflows/ordering.py: order_folder": "places among folders; the record tells which one was moved",
    "decisions/workflows/reminders.py: remind": "append-only: who was reminded",
    "decisions/models/proposals/touched_clause.py: touch_clauses": "each round keeps the texts it was about",
    "decisions/workflows/ratifying.py: ratify": "append-only: which decision ratified which text",
    "specification/extension.py: move": "a circle that closes, merges or splits, which the record tells of",
    "specification/models/clause.py: Clause.seat": "whose a clause is; the record tells who changed it",
    "specification/models/clause.py: ClauseLook.note": "append-only looks; what was looked at is derived from them",
    "specification/workflows/clauses.py: tie": "what a clause comes from; the record tells who changed it",
    "specification/workflows/import_reqif.py: _save": "an import, with one record entry",
    "specification/workflows/import_reqif.py: _tie": "an import, with one record entry",
    "specification/workflows/import_reqif.py: _write_clauses": "an import, with one record entry",
    "specification/workflows/ratifying.py: ratify_texts": "append-only, and clauses with their history",
    "specification/workflows/ratifying.py: lay_out": "how a document is laid out, in the transaction of the decision",
    "specification/workflows/lineage.py: hand_down": "append-only: which clause became which",
    "specification/workflows/refreshing.py: refresh": "derived from the log; can be read from it at any time",
    "decision_files/workflows/import_decisions.py: import_decisions": "an import, with one record entry a batch",
    "syncs/workflows/import_minutes.py: import_minutes": "an import, with one record entry a batch",
    "chat/workflows/import_chat.py: ChatImport.add": "an import, with one record entry a batch",
    "chat/models/topic_head.py: TopicHead.count_change": "a counter, moved on by the database itself",
    "chat/models/read_marker.py: ReadMarker.follow": "places of people, which move on without a history",
    "chat/workflows/direct.py: _begin": "never changed: who is in a conversation outside the record",
    "chat/workflows/direct.py: mute_direct": "one's own, outside the record",
    "chat/workflows/drafting.py: save_draft": "one's own, not said yet",
    "accounts/models/form_draft.py: FormDraft.keep": "one's own, not sent yet",
    "chat/workflows/moving.py: move_messages": "places of people; the move is recorded",
    "chat/workflows/notifying.py: _post": "notices have no history",
    "documents/models/citation.py: DocumentCitation.note": "derived from texts; can be read from them at any time",
    "documents/workflows/public_links.py: count_reader": "a counter, moved on by the database itself",
    "documents/workflows/public_links.py: is_right_password": "a counter, moved on by the database itself",
    "documents/models/shelf.py: Visit.note": "one's own last time, kept without a history",
    "documents/models/shelf.py: Visit.note_read": "how far one has read oneself, kept without a history",
    "documents/workflows/versions.py: sum_up": "how a version calls itself, computed from what it is",
    "document_files/workflows/import_revisions.py: _write": "an import, with one record entry a batch",
    "document_files/workflows/import_documents.py: create_documents": "an import, with one record entry a batch",
    "search/index_version.py: note_version": "derived: as what the index was written, which can be read from texts",
    "coediting/snapshots.py: take_snapshot": "derived from the log, which keeps everything",
    "documents/workflows/quiet_text.py: note_mentions": "derived from the log; can be read from it at any time",
    "decisions/models/register/citation.py: Citation.renew": "derived from words and links; can be made anew at will",
    "search/indexing.py: _add": "derived from words; can be made anew at will",
    "search/indexing.py: _bring_up": "derived from words; can be made anew at will",
    "search/indexing.py: _move_along": "derived from words; can be made anew at will",
    "search/vocabulary.py: learn_words": "derived from words; can be made anew at will",
    "sample/data_generator/decisions.py: _write": "a grown project, as an import: one record entry a batch",
    "sample/reviews.py: agree": "the sample, as an import; notices have no history",
    "sample/loading.py: leave_recent_notices_unread": "the sample, as an import; notices have no history",
    "takeaway/workflows/importing.py: Arrival.write_rows": "an import, with its history in it and one record entry",
    "audit/seals.py: Seal.keep": "the salts of the entry that is written",
    "audit/models.py: Entry.write": "append-only: the personal values of the entry it writes",
    "files/workflows/attaching.py: attach": "never changed: the pictures of a file, kept with it",
    "inbox/models/notice.py: Notice.post": "notices have no history; the entry they are of is written before them",
    "inbox/models/notice.py: NoticeQuerySet.finish": "notices have no history; what finishes them records its event",
    "inbox/models/notice.py: NoticeQuerySet.tell_again": "notices have no history: which of them have left",
    "inbox/models/notice.py: NoticeQuerySet.mark_read": "notices have no history: what one person has read",
    "inbox/models/notification_settings.py: NotificationSettings.change": "one's own settings, kept without a history",
    "inbox/models/notification_settings.py: NotificationChoice.choose": "one's own settings, kept without a history",
    "inbox/models/notification_settings.py: Attention.attend": "one's own settings, kept without a history",
    "inbox/models/notice.py: Notice.put_off": "notices have no history: what one person puts off",
    "inbox/models/notice.py: Notice.bring_back": "notices have no history: what one person takes back",
    "inbox/workflows/mailing.py: _mark": "notices have no history: which of them have left",
    "inbox/models/outgoing_email.py: OutgoingEmail.post_all": "e-mails have no history; who posts records the event",
    "sample/people.py: make_people": "the sample: one password for its people, before anything is done",
    "invitations/workflows/guests.py: grant": "rows of django-guardian: the guest they are of is recorded",
    "accounts/models/token.py: Token.note_used": "on which day a token was used: nothing that anyone did",
    "accounts/last_seen.py: note_seen": "when a device was last seen: nothing that anyone did",
    "webhooks/models/webhook.py: Webhook.note_outcome": "a counter of what does not arrive; pausing is recorded",
    "chat/workflows/asking_outcomes.py: ask_outcome": "notices have no history: which topics were asked",
    "chat/workflows/reading.py: mark_all_read": "places of people, which move on without a history",
    "chat/workflows/reading.py: undo_reading": "places of people, which go back without a history",
    "files/workflows/office_words.py: read_office_words": "derived from the file; can be read from it at any time",
    "inbox/models/notice.py: NoticeQuerySet.call": "notices have no history; what renames the thing records its event",
    "inbox/models/reminder.py: PersonalReminder.put": "one's own, outside the record",
    "search/models/saved_search.py: SavedSearch.keep": "one's own, outside the record",
    "sample/one_language.py: keep_to_readers_of": "the sample, as an import; notices have no history",
    "sample/one_language.py: silence_in_other_language": "the sample, as an import; notices have no history",
    "sample/one_language.py: wait_in_one": "the sample, as an import; notices have no history",
    "accounts/kept_data.py: forget": "who made the bots is erased, which is recorded",
    "accounts/models/user.py: User.end_access": "a counter for live connections, not a fact about anyone",
}
# Markup that is not escaped: each place says why what it marks is clean.
MARKED: dict[str, str] = {
    "inbox/email_html.py: article": "of an e-mail in Markdown, without HTML, links and pictures, and cleaned by nh3",
    "traceability/baseline_copy.py: BaselineCopy.page": "richtext/html.py cleaned it",
    "actions/models/action.py: Action.body": "conversation/text/markup.py made it of the description and cleaned it",
    "conversation/models/post.py: Post.body": "conversation/text/markup.py made it of the text and cleaned it",
    "document_files/document_copy.py: DocumentCopy.page": "richtext/html.py cleaned it; what is added is escaped",
    "document_files/document_copy.py: DocumentCopy.office": "richtext/html.py cleaned it; what is added is escaped",
    "record/linked_keys.py: with_keys": "escaped, or clean as its maker says; links are made by format_html",
    "richtext/markup.py: markup_of": "richtext/html.py lets nothing through but known tags",
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
    alone = [task for module, task in scheduled if "each" not in calling[f"{module.replace('.', '/')}.py: {task}"]]
    assert alone == [], "these stop at the first thing that fails: give audit.batch_jobs.each the things and the verb"
    assert scheduled
