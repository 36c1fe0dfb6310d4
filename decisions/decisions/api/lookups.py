"""Finding what an address names, among what the asker may see (404 for the rest), and what a body names (422)."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.projects.access import project_for
from circles.projects.models import Project
from circles.restructuring.changes import clean_json
from decisions.decisions.api.effect_schemas import EffectIn
from decisions.decisions.api.schemas import AnswersIn
from decisions.decisions.forms.objections import ObjectionForm
from decisions.decisions.models import ClauseTouch, Decision, EffectAnswer, Objection, Proposal, Words
from decisions.decisions.models.proposals.effect_answers import read_answers
from decisions.decisions.models.proposals.split_clauses import with_descents
from decisions.specification.descents import tidy_keys
from decisions.specification.forms import known_clauses, named_clauses
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.form_errors import refuse_field, require_valid
from foundation.web.pagination import number_in


def proposal_for(request: HttpRequest, slug: str, number: int) -> Proposal:
    """Find a proposal the asker may see."""
    rows = Proposal.objects.visible_to(asker(request)).in_project(project_for(request, slug)).for_lists()
    found: Proposal = get_object_or_404(rows, number=number)
    return found


def things(project: Project, given: dict[str, Any], *, reader: User, already: Iterable[str] = ()) -> dict[str, Any]:
    """Put things in place of keys, for the names that are there: 422 for a key that means nothing, 409 for a decision
    that has ended.

    `circles` become `named`; None (not given) is left out. Clauses are those that the reader may read, and those that
    the proposal has `already`.
    """
    found = {name: value for name, value in given.items() if value is not None}
    if (keys := found.pop("circles", None)) is not None:
        circles = Circle.objects.in_project(project).open()
        found["named"] = [named(circles, key, "circles", key=key) for key in keys]
    if (keys := found.pop("domains", None)) is not None:
        found["domains"] = [named(project.domains.held(), key, "domains", key=key) for key in keys]
    if (keys := found.pop("elements", None)) is not None:
        found["elements"] = [element_for(project, key, "elements") for key in keys]
    found |= clause_touches(
        {"clauses": found.pop("clauses", None), "retires": found.pop("retires", None)},
        found.pop("descents", None),
        {"project": project, "reader": reader, "already": already},
    )
    if (rows := found.pop("carries_out", None)) is not None:
        found["carries_out"] = clean_json(project, rows)
    found |= {name: in_force(project, found[name], name) for name in ("replaces", "revokes") if name in found}
    if (owner := found.get("owner")) is not None:
        found["owner"] = named(project.people(), owner, "owner", pk=owner)
    return found


def effects_in(circle: Circle, given: Iterable[EffectIn], **words: str) -> list[EffectAnswer]:
    """Return answers about what a text names; 422 for a name that means nothing here."""
    try:
        return read_answers(circle, [one.dict() for one in given], Words.of(words))
    except Refused as refusal:
        refuse_field("effects", str(refusal))


def clause_touches(
    keys: dict[str, list[str] | None], descents: list[dict[str, list[str]]] | None, among: dict[str, Any]
) -> dict[str, Any]:
    """Return what of the specification is to be moved; nothing where neither `clauses` nor `retires` nor `descents` is
    given.
    """
    if descents is None and all(one is None for one in keys.values()):
        return {}
    touches = []
    for field, words in keys.items():
        try:
            found = named_clauses(words=",".join(words or []), **among)
        except ValidationError as error:
            refuse_field(field, " ".join(error.messages), within="body")
        touches += [ClauseTouch(clause, retires=field == "retires") for clause in found]
    said = [(tidy_keys(one["before"]), tidy_keys(one["after"])) for one in descents or ()]
    try:
        return {"clauses": with_descents(touches, said, known_clauses(descents=said, **among))}
    except (Refused, ValidationError) as error:
        refuse_field("descents", " ".join(getattr(error, "messages", None) or [str(error)]), within="body")


def named(rows: Any, name: object, field: str, *, within: str = "body", **by: Any) -> Any:
    """Find what a field of an operation names; 422 for what is not there."""
    found = rows.filter(**by).first()
    if found is None:
        refuse_field(field, _("There is no “%(name)s” here.") % {"name": name}, within=within)
    return found


def element_for(project: Project, key: str, field: str, *, within: str = "body") -> Any:
    """Find an element by its key (FE-2); 422 for what is none."""
    number = number_in(key.removeprefix("FE-")) or 0
    return named(project.fundamentals.current(), key, field, within=within, number=number)


def in_force(project: Project, number: int, field: str) -> Decision:
    """Find a decision in force by its number; 422 for what is none, 409 for one that has ended."""
    found: Decision = named(Decision.objects.in_project(project), f"D-{number}", field, number=number)
    found.refuse_ended()
    return found


def objection_tests_for(proposal: Proposal, given: AnswersIn, objection: Objection | None = None) -> dict[str, Any]:
    """Return the answers of a new objection, or of one that stands, as the model takes them: 422 as its page does."""
    typed = given.dict(exclude={"element", "against"})
    if given.element:
        typed["element"] = element_for(proposal.project, given.element, "element", within="answers").pk
    if given.against is not None:
        typed["against"] = str(given.against)
    instance = copy(objection) if objection else None
    return require_valid(ObjectionForm(typed, proposal=proposal, instance=instance), within="answers").cleaned_data


def decision_for(request: HttpRequest, slug: str, number: int) -> Decision:
    """Find a decision the asker may see."""
    rows = Decision.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    found: Decision = get_object_or_404(rows.select_related("project", "circle", "proposal", "owner"), number=number)
    return found
