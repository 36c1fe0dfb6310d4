"""What stands beside clauses in lists: the decision that ratified each, and proposals that would move it."""

from collections.abc import Collection

from circles.projects.thing_parts import ThingNote
from decisions.decisions.models import Proposal, Ratification, TouchedClause


def clause_notes(ids: Collection[int]) -> dict[int, list[ThingNote]]:
    """Return the last decision about each clause, and what is proposed; two queries."""
    found: dict[int, list[ThingNote]] = {}
    made = Ratification.objects.filter(text__clause__in=ids).select_related("decision__project", "text").order_by("pk")
    last = {one.text.clause_id: one.decision for one in made}
    for clause, decision in last.items():
        address = decision.get_absolute_url()
        found.setdefault(clause, []).append(ThingNote(decision.reference, decision.title, address))
    open_ = Proposal.objects.undecided().values("pk")
    touching = TouchedClause.objects.filter(clause__in=ids, proposal__in=open_).order_by("proposal__number")
    for one in touching.select_related("proposal__project").defer("nodes", "words"):
        note = ThingNote(one.proposal.reference, one.proposal.title, one.proposal.get_absolute_url(), is_open=True)
        found.setdefault(one.clause_id, []).append(note)
    return found
