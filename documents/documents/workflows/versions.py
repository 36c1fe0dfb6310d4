"""Makes versions: after ten minutes of quiet, on demand, and with a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from documents.coediting.models import Log
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Document, Version
from documents.documents.workflows.past_states import states_at
from documents.richtext.comparison.change_count import ChangeCount, count_changes
from documents.richtext.comparison.change_summary import ChangeSummary, summary_of
from documents.richtext.nodes import Node
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

QUIET = timedelta(minutes=10)
SWEPT = 200  # documents of one sweep, at most
SUMMED_UP = 20  # versions of one document that are summed up together


@dataclass(frozen=True)
class WhatChanged:
    """How many words came and went between two texts, and where."""

    count: ChangeCount
    summary: ChangeSummary


def make_version(
    document: Document, *, by: User, name: str = "", reason: str = "", at: datetime | None = None
) -> Version:
    """Make a version of what a document says now; where there is one already, that one takes the name.

    :raises Refused: where nothing changed since the last one and there is no name for it, or nothing was written yet.
    """
    document.refuse_if_closed()
    seq, last = _place(document)
    if last and last.seq == seq:
        if not name:
            raise Refused(_("Nothing has changed since version %(number)s.") % {"number": last.number})
        return name_version(last, name=name, reason=reason, by=by)
    if not seq:
        raise Refused(_("Nothing has been written in this document yet."))
    what = changed_since(document, last, seq)
    with transaction.atomic():
        document = document.locked()
        version = add_version(document, seq, what, origin=Version.Origin.ASKED, by=by)
        version.name, version.reason, version.made_at = name, reason, at or version.made_at
        version.save()
        if name:
            _record_name(document, version, by=by, at=at)
    return version


def make_past_version(document: Document, seq: int, *, by: User, name: str = "", reason: str = "") -> Version:
    """Make a version of what a document said at a place of its log; the one that is there, where there is one.

    It stands in the history at the time of what was last written in it. The version after it has the writers and words
    that came since, and no longer those of this one.

    :raises Refused: where nothing was written there.
    """
    document.refuse_if_closed()
    written = document.log.updates.filter(seq=seq).values_list("received_at", flat=True).first()
    if written is None:
        raise Refused(_("Nothing was written at this moment; choose another one."))
    known = document.versions.filter(seq=seq).first()
    if known:
        return name_version(known, name=name, reason=reason, by=by) if name else known
    before = document.versions.filter(seq__lt=seq).last_first().first()
    after = document.versions.filter(seq__gt=seq).order_by("seq").first()
    what = changed_since(document, before, seq)
    rest = changed_between(document, seq, after.seq) if after else None
    with transaction.atomic():
        document = document.locked()
        document.refuse_if_closed()
        version = add_version(document, seq, what, origin=Version.Origin.ASKED, by=by, at=written)
        if name:
            version.name, version.reason = name, reason
            version.save(update_fields=["name", "reason"])
        if after and rest:
            after.words_added, after.words_removed = rest.count.added, rest.count.removed
            after.changed = rest.summary.as_data()
            after.save(update_fields=["words_added", "words_removed", "changed"])
            set_writers(after, since=seq)
        if name:
            _record_name(document, version, by=by)
    return version


def make_version_at(document: Document, seq: int | None, *, by: User, name: str = "", reason: str = "") -> Version:
    """Make a version of what a document said at a place of its log; of what it says now, where none is given."""
    if seq is None:
        return make_version(document, by=by, name=name, reason=reason)
    return make_past_version(document, seq, by=by, name=name, reason=reason)


def name_version(version: Version, *, name: str, reason: str, by: User) -> Version:
    """Name a version and say why, or take its name away."""
    with transaction.atomic():
        document = version.document.locked()
        document.refuse_if_closed()
        version = document.versions.select_for_update().get(pk=version.pk)
        before = version.name
        if (before, version.reason) == (name, reason):
            return version
        version.name, version.reason = name, reason
        version.save()
        if name:
            _record_name(document, version, by=by, before=before if before != name else "")
        elif before:
            document.record_event(
                DocumentEvent.VERSION_NAME_REMOVED, by=by, version=version.number, before=for_record(document, before)
            )
    return version


def make_quiet_version(log: Log) -> int:
    """Make a version of a document in which nobody writes any more; return how many: none where a person was first."""
    document = log.document
    seq, last = _place(document)
    if not seq or (last and last.seq >= seq):
        return 0
    what = changed_since(document, last, seq)
    with transaction.atomic():
        add_version(document.locked(), seq, what, origin=Version.Origin.QUIET)
    return 1


def quiet_logs() -> Iterator[Log]:
    """Return the logs that grew since their last version, and not in the last ten minutes."""
    last = Version.objects.filter(document=models.OuterRef("pk")).last_first().values("seq")[:1]
    found = (
        Log.objects.filter(edited_at__lte=clock.now() - QUIET, seq__gt=0)
        .annotate(versioned=Coalesce(models.Subquery(last), 0))
        .filter(seq__gt=models.F("versioned"))
    )
    yield from found.select_related("document").order_by("edited_at")[:SWEPT]


def add_version(
    document: Document,
    seq: int,
    what: WhatChanged,
    *,
    origin: str,
    by: User | None = None,
    restored: int | None = None,
    at: datetime | None = None,
) -> Version:
    """Write a version of a document that is locked; the one that is there for that place, if another was first."""
    last = document.versions.filter(seq__lte=seq).last_first().first()
    if last and last.seq == seq:
        return last
    version = document.versions.create(
        number=document.versions.next_number(),
        seq=seq,
        origin=origin,
        restored=restored,
        made_by=by,
        words_added=what.count.added,
        words_removed=what.count.removed,
        changed=what.summary.as_data(),
        made_at=at or (document.log.edited_at if origin == Version.Origin.QUIET else clock.now()),
    )
    set_writers(version, since=last.seq if last else 0)
    return version


def set_writers(version: Version, *, since: int) -> None:
    """Say who wrote what came in a version after a place of the log."""
    wrote = version.document.log.updates.filter(seq__gt=since, seq__lte=version.seq).exclude(user=None)
    version.authors.set(User.objects.filter(pk__in=wrote.order_by().values("user")))


def changed_since(document: Document, last: Version | None, seq: int) -> WhatChanged:
    """Say what changed since a version."""
    return changed_between(document, last.seq if last else 0, seq)


def changed_between(document: Document, since: int, until: int) -> WhatChanged:
    """Say what changed between two places of the log; before the first one it said nothing."""
    *before, after = states_at(document.log, [since, until] if since else [until])
    return what_changed(document, before[0] if before else [], after)


def what_changed(document: Document, before: Sequence[Node], after: Sequence[Node]) -> WhatChanged:
    """Say what changed between two texts of a document."""
    return WhatChanged(count_changes(before, after), summary_of(before, after, title=document.title))


def sum_up(document: Document) -> int:
    """Say of versions of a document what changed in them, where nothing does yet; returns of how many. Whoever makes a
    version says it: this is for those that another release made, and imported ones.
    """
    first = document.versions.unnamed().order_by("seq").first()
    if first is None:
        return 0
    before = document.versions.filter(seq__lt=first.seq).last_first().first()
    rows = list(document.versions.filter(seq__gte=first.seq).order_by("seq")[:SUMMED_UP])
    places = [*([before.seq] if before else []), *(version.seq for version in rows)]
    states = states_at(document.log, places)
    then = next(states) if before else []
    for version, now in zip(rows, states, strict=True):
        changed = summary_of(then, now, title=document.title).as_data()
        document.versions.filter(pk=version.pk, changed__isnull=True).update(changed=changed)
        then = now
    return len(rows)


def _place(document: Document) -> tuple[int, Version | None]:
    seq = Log.objects.values_list("seq", flat=True).get(pk=document.pk)
    return seq, document.versions.last_first().first()


def _record_name(
    document: Document, version: Version, *, by: User, before: str = "", at: datetime | None = None
) -> None:
    document.record_event(
        DocumentEvent.VERSION_NAMED,
        by=by,
        at=at,
        version=version.number,
        name=for_record(document, version.name),
        reason=for_record(document, version.reason),
        before=for_record(document, before),
    )


def for_record(document: Document, words: str) -> str:
    """Return words about a document for the record, which everyone in the project reads: none of a restricted one."""
    return "" if document.restriction else words
