"""Moving the baseline. Only a decision does: `decisions.decisions.workflows.ratifying` calls this inside its
transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from circles.circles.models import Circle
from circles.projects.domain_events import ContentWritten
from decisions.specification.event_types import SpecificationEvent
from decisions.specification.frozen import Frozen, extents, freeze, level_of
from decisions.specification.models import Baseline, BaselineLayout, Clause, RatifiedText
from decisions.specification.models.clause import clause_keys
from decisions.specification.states import next_number
from decisions.specification.workflows.lineage import hand_down
from decisions.specification.workflows.refreshing import sure_children, tell_owners
from documents.documents.models import Document
from documents.richtext.nodes import Node
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish

AT_ONCE = 200


@dataclass(frozen=True)
class AgreedText:
    """The text of a clause that was agreed, or that it is `retired`. `base` is the ratified text that it was compared
    with when people consented: None where there was none.
    """

    clause: Clause
    title: str
    nodes: Frozen
    words: str
    digest: str
    retires: bool
    base: int | None
    becomes: tuple[str, ...] = ()
    """The keys of the clauses that it becomes: itself among them where it stays; none where it becomes no other."""


def ratify_texts(
    circle: Circle,
    agreed: Sequence[AgreedText],
    *,
    decision: str,
    sync: str,
    is_whole: bool,
    by: User | None,
    at: datetime,
) -> list[RatifiedText]:
    """Write what a decision (D-12) agreed into a baseline: that of its `sync` (an address), where that has one and no
    new whole number is asked for, else a new one. The caller holds the project's lock.

    Records `baseline.ratified`, of which owners of the clauses hear; owners of what came from a clause that becomes
    others find it in the inbox.

    :raises Refused: where another decision has moved or retired one of the clauses since people consented.
    """
    current = Clause.objects.filter(pk__in=[one.clause.pk for one in agreed]).select_for_update(of=("self",))
    now = {clause.pk: clause for clause in current}
    for one in agreed:
        now[one.clause.pk].refuse_ended()
        if now[one.clause.pk].ratified_id != one.base:
            raise Refused(_("%(key)s was ratified anew since: look at its text again.") % {"key": one.clause.key})
    baseline = _baseline(circle, sync, is_whole=is_whole, at=at)
    becomes = {one.clause.key: one.becomes for one in agreed if one.becomes}
    sure = sure_children([one.clause for one in agreed if one.becomes])
    texts = RatifiedText.objects.bulk_create(
        [
            RatifiedText(
                baseline=baseline,
                clause=one.clause,
                title=one.title,
                nodes=one.nodes,
                words=one.words,
                digest=one.digest,
                retires=one.retires,
            )
            for one in agreed
        ],
        batch_size=AT_ONCE,
    )
    for text in texts:
        clause = now[text.clause_id]
        clause.ratified = text
        clause.retired_at = at if text.retires else None
    changed = [now[text.clause_id] for text in texts]
    bulk_update_with_history(changed, Clause, ["ratified", "retired_at"], batch_size=AT_ONCE, default_user=by)
    publish(ContentWritten(things=changed))
    if becomes:
        hand_down(baseline, becomes, decision=decision, by=by, at=at)
        tell_owners(sure, by, at)
    documents = list(Document.objects.filter(clauses__in=now).distinct().select_related("project", "circle"))
    for document in documents:
        lay_out(baseline, document)
    owners: dict[User, Any] = {
        clause.owner: Notice.Reason.OWNER for clause in current.select_related("owner") if clause.owner
    }
    baseline.record_event(
        SpecificationEvent.BASELINE_RATIFIED,
        by=by,
        at=at,
        people=owners,
        also=dict.fromkeys(["baselines", *(key for document in documents for key in clause_keys(document.pk))]),
        decision=decision,
        clauses=len(texts),
        retired=sum(text.retires for text in texts),
    )
    return texts


def _baseline(circle: Circle, sync: str, *, is_whole: bool, at: datetime) -> Baseline:
    found = Baseline.objects.in_project(circle.project)
    last = found.in_order().last()
    if last is not None and sync and last.sync == sync and not is_whole:
        return last
    whole, part = next_number(last.place if last else None, is_whole=is_whole)
    return Baseline.objects.create(project=circle.project, circle=circle, whole=whole, part=part, made_at=at, sync=sync)


def lay_out(baseline: Baseline, document: Document) -> None:
    """Keep how a document is laid out: its headings, where its ratified clauses stand, and the text between clauses. A
    clause whose block is gone stands where it last was.
    """
    nodes = document.nodes()
    clauses = list(Clause.objects.filter(document=document, dropped_at=None).select_related("text"))
    of_clauses = {place for one in extents(nodes, {clause.bid for clause in clauses}).values() for place in one.places}
    standing = {clause.bid: clause for clause in clauses if clause.ratified_id and not clause.retired_at}
    lost = sorted((one for one in standing.values() if one.is_gone), key=lambda one: (one.text.place, one.pk))
    rows: list[dict[str, Any]] = []
    for place, node in enumerate(nodes):
        while lost and lost[0].text.place <= place:
            rows.append({"clause": lost.pop(0).pk})
        rows += _row(node, standing, between=place not in of_clauses)
    rows += [{"clause": clause.pk} for clause in lost]
    BaselineLayout.objects.update_or_create(
        baseline=baseline, document=document, defaults={"title": document.title, "rows": rows}
    )


def _row(node: Node, standing: dict[str, Clause], *, between: bool) -> list[dict[str, Any]]:
    clause = standing.get(str(node.attrs.get("bid") or ""))
    if clause is not None and not clause.is_gone:
        return [{"clause": clause.pk}]
    if node.kind == "heading" and node.text().strip():
        return [{"level": level_of(node), "words": node.text().strip()}]
    if between and node.text().strip():
        return [{"text": freeze([node])}]
    return []
