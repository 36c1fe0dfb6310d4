"""What stood in the database before there were texts to search: written once, by the migration that brings them."""

from collections import defaultdict
from typing import Any

from decisions.models.register.citation import numbers_in
from search.stems import stems_of

AT_ONCE = 500


def backfill(apps: Any, _schema_editor: Any) -> None:
    """Write the texts of all proposals and decisions, and which decisions are named where.

    The models are as they were then: this reads columns, and no method of theirs.
    """
    said = _said(apps)
    proposals = apps.get_model("decisions", "Proposal").objects.order_by("pk")
    columns = ("pk", "project", "number", "title", "tension", "text", "effect", "replaces__number")
    texts: dict[int, list[str]] = {}
    rows, named = [], []
    for pk, project, number, title, tension, text, effect, replaced in proposals.values_list(*columns):
        texts[pk] = [title, tension, text, effect, *said[pk]]
        rows.append((project, "proposal", pk, [f"P-{number}", f"D-{replaced}" if replaced else "", *texts[pk]]))
        named.append((project, pk, numbers_in(rows[-1][3])))
    decisions = list(apps.get_model("decisions", "Decision").objects.values_list("pk", "project", "number", "proposal"))
    rows += [(project, "decision", pk, [f"D-{number}", *texts[key]]) for pk, project, number, key in decisions]
    one = apps.get_model("search", "Text")
    found = (
        one(project_id=project, kind=kind, thing=str(pk), stems=stems_of(words)) for project, kind, pk, words in rows
    )
    one.objects.bulk_create(found, batch_size=AT_ONCE)
    keys = {(project, number): pk for pk, project, number, _proposal in decisions}
    _cite(apps, keys, named)


def _said(apps: Any) -> "defaultdict[int, list[str]]":
    """Give what was said to proposals, by their keys."""
    said = defaultdict[int, list[str]](list)
    positions = apps.get_model("decisions", "Position").objects.exclude(words="").order_by("pk")
    for proposal, words in positions.values_list("round__proposal", "words"):
        said[proposal].append(words)
    objections = apps.get_model("decisions", "Objection").objects.order_by("pk")
    columns = ("proposal", "against__number", "harm", "evidence", "quote", "lifted_because")
    for proposal, against, *words in objections.values_list(*columns):
        said[proposal] += [*words, f"D-{against}" if against else ""]
    return said


def _cite(apps: Any, keys: dict[tuple[Any, int], int], named: list[tuple[Any, int, set[int]]]) -> None:
    """Write who names which decision, by words and by links."""
    citation = apps.get_model("decisions", "Citation")
    known = set(keys.values())
    links = apps.get_model("circles", "Link").objects.filter(source_kind="decision").order_by("pk")
    rows = [
        citation(decision_id=int(one.source), kind=one.target_kind, thing=one.target, link=one)
        for one in links
        if int(one.source) in known
    ]
    rows += [
        citation(decision_id=keys[project, number], kind="proposal", thing=str(pk))
        for project, pk, numbers in named
        for number in sorted(numbers)
        if (project, number) in keys
    ]
    citation.objects.bulk_create(rows, batch_size=AT_ONCE)
