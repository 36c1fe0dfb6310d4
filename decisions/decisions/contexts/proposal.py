"""What the pages of a proposal and of a decision show, gathered once for a reader."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of, path_to
from circles.circles.queries.user_roles import roles_of
from circles.money.models import Reservation
from circles.projects.models import Link
from circles.projects.project_cache import now_in
from decisions.decisions import permissions
from decisions.decisions.contexts.change_costs import told_cost
from decisions.decisions.contexts.effects import circles_changed, said_effects, touched
from decisions.decisions.contexts.moved_clauses import MOST, clauses_moved, clauses_ratified
from decisions.decisions.contexts.questions import questions_for
from decisions.decisions.contexts.rewordings import reworded, rewordings_in
from decisions.decisions.contexts.round_diagram import participant_rows, round_diagram
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.explanations import Way, changed, objection_tests, verdict, way
from decisions.decisions.forms.claims import ClaimForm
from decisions.decisions.models import Absence, Decision, Editorial, Objection, Position, Proposal, Round
from decisions.decisions.models.objections.factcheck import FactCheck, by_objection, checks_of
from decisions.decisions.models.proposals.possible_changes import possible_changes
from decisions.decisions.models.proposals.pulling import sync_to_pull_to
from decisions.decisions.models.proposals.stages import Stage
from decisions.decisions.models.register.concerns import kept_concerns
from decisions.decisions.models.register.signatories import Signing
from decisions.decisions.models.rounds.non_responses import names_missing
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.round_end import end_of, sync_taking
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.files.contexts import files_by_thing
from foundation.web.collation import Alphabetical
from foundation.web.formatting import listed

ENTERED = (DecisionEvent.ADOPTED, DecisionEvent.SMALL_ACT_RECORDED)
NAMED_CLAUSES = 12
EDGES = ("tension", "text", "effect")


def page_of_proposal(proposal: Proposal, user: User, round_number: str) -> dict[str, Any]:
    """Gather a proposal's page for a reader; a round's number shows that round as it was."""
    now = now_in(proposal.project)
    rounds = sorted(proposal.rounds.all(), key=lambda one: one.number)
    last = rounds[-1] if rounds else None
    shown = next((one for one in rounds if str(one.number) == round_number), last)
    before = round_before(shown, rounds)
    ended = proposal.is_decided or proposal.is_forgotten
    is_current = shown == last and not ended
    route = proposal.route(circles_of(proposal.project))
    claimable = [] if ended else permissions.circles_to_claim_for(user, proposal, route)
    born_from, said = Link.objects.into(proposal), list(Position.objects.said_about(proposal.pk))
    rerouted = reroutings(proposal, last) if last and not ended else None
    rewordings = Editorial.objects.of_proposal(proposal)
    away = away_in(shown, now) if shown and is_current else None
    moved = list(proposal.clauses_touched().prefetch_related(None)[:MOST])
    outdated, checks = None if ended else proposal.outdated, checks_of(proposal)
    since = rounds[0].opened_at if rounds else now
    participants = participants_in(shown, proposal, said) if shown else []
    of_last = participants if shown == last or last is None else participants_in(last, proposal, said)
    meets_at = sync_taking(route, proposal.project, since, last, of_last)
    found = way(route, proposal.project, cost=proposal.cost, home=proposal.circle, meets_at=meets_at)
    spoken = spoken_in(shown, participants, user, now, is_current=is_current)
    is_asked = bool(spoken["table"] and spoken["table"].mine) if shown == last else None
    return {
        "project": proposal.project,
        "proposal": proposal,
        "path": path_to(proposal.circle),
        "rounds": rounds,
        "shown": shown,
        "is_current": is_current,
        "ended": ended,
        "texts": texts_in(shown or proposal, before),
        **spoken,
        "way": replace(found, asks_nobody=proposal.stage is Stage.DRAFT and not proposal.people_to_ask(route)),
        "to_hold": None if ended else circle_to_hold(last, found, user),
        "rerouted": changed(rerouted or ()),
        "objections": cards_of(proposal, user, now, checks, is_asked=is_asked),
        "rewordings": rewordings_in(shown, rewordings, proposal, user),
        "refused": next((one for one in rewordings if before and one.round_id == before.pk and one.refused_at), None),
        "away": [(one, one.deputy_id == user.pk) for one in away or ()],
        "concerns": last_words(one for one in said if one.says.facts.is_kept),
        "touched": touched(
            proposal,
            [one.clause for one in moved[:NAMED_CLAUSES]],
            circles_changed(proposal, last.affected if last else route.affected),
        ),
        "clauses": clauses_moved(proposal, moved, shown, is_last=shown == last),
        "more_clauses": proposal.clauses_touched().count() - MOST if len(moved) == MOST else 0,
        "born_from": born_from,
        "outdated": outdated_by(outdated, proposal),
        "claim_form": ClaimForm(circles=claimable, user=user) if claimable else None,
        "claims": proposal.claims_read,
        "own": roles_of(user, proposal.project).seats.keys(),
        "pull_to": None
        if last is None
        else pull_offered(proposal, user, asks_nobody=not any(one.is_asked and not one.left for one in of_last)),
        "act": proposal.act,
        "change_cost": None if ended else told_cost(proposal, user),
        "says": said_effects(proposal, {one.key: one.name for one in circles_of(proposal.project)}),
        "asked_first": questions_for(proposal, user, ended=ended),
        **({**WHEN_ENDED} if ended else while_undecided(proposal, last, user, now)),
    }


def pull_offered(proposal: Proposal, user: User, *, asks_nobody: bool | None = None) -> Circle | None:
    """Return the circle to whose sync the reader may take it, or None."""
    to = sync_to_pull_to(proposal, asks_nobody=asks_nobody)
    return to if permissions.may_pull(user, proposal, to) else None


def circle_to_hold(last: Round | None, found: Way, user: User) -> Circle | None:
    """Return the circle of which the reader may hold a sync now that takes this: one without a sync planned."""
    waits = last is not None and last.closed_at is None and found.in_sync and found.meets_at is None
    decides = found.steps[-1].circle
    return decides if waits and permissions.may_propose(user, decides) and not decides.is_closed else None


def round_before(shown: Round | None, rounds: Iterable[Round]) -> Round | None:
    """Return the round before the one that is shown."""
    return next((one for one in rounds if shown and one.number == shown.number - 1), None)


def spoken_in(
    shown: Round | None, participants: list[Participant], user: User, now: datetime, *, is_current: bool
) -> dict[str, Any]:
    """Gather the table of who said what in a round, and whether the reader may speak in it."""
    if shown is None:
        return {"table": None, "may_speak": False, "waits_for": ""}
    table = round_diagram(shown, participants, user, now, end_of(shown, participants))
    may_speak = is_current and not shown.is_over(now) and permissions.is_in(user, shown.proposal.project)
    return {
        "table": table,
        "may_speak": may_speak and (bool(table.mine) or shown.is_open_to_member(user)),
        "waits_for": listed(names_missing(shown, participants)) if is_current and shown.closed_at is None else "",
    }


WHEN_ENDED = {"changes": [], "may_change": False, "may_adopt": False, "missing": None, "waits": False}
"""What while_undecided gathers, of a proposal for which nothing can be done any more."""


def while_undecided(proposal: Proposal, last: Round | None, user: User, now: datetime) -> dict[str, Any]:
    """Gather what it would change and waits for, and what the reader may do with it."""
    return {
        "changes": possible_changes(proposal.project, proposal.carries_out),
        "may_change": permissions.may_change(user, proposal),
        "may_adopt": is_agreed(proposal, last) and permissions.may_adopt(user, proposal),
        "missing": getattr(proposal, "missing_element", None),
        "waits": proposal.waits_until is not None and proposal.waits_until > now,
    }


def outdated_by(found: Iterable[Any] | None, proposal: Proposal) -> Any:
    """Return what it relies on that has changed since, each in the project as it was read for this page."""
    for one in found or ():
        one.project = proposal.project
    return found


def texts_in(shown: Round | Proposal, before: Round | None) -> dict[str, tuple[str, str]]:
    """Return each text as it was in the round before, and as it is shown; twice the same where there was none."""
    return {name: (getattr(before or shown, name), getattr(shown, name)) for name in EDGES}


def is_agreed(proposal: Proposal, last: Round | None) -> bool:
    """Return whether its last round ended in consent, and nothing stands against it since."""
    return last is not None and last.outcome == Round.Outcome.CONSENTED and not proposal.standing_objections


def cards_of(
    proposal: Proposal, user: User, now: datetime, checks: Iterable[FactCheck], *, is_asked: bool | None
) -> list[dict[str, Any]]:
    """Gather the cards of all objections for a reader, with the facts that are checked."""
    found, rows = by_objection(checks), _objections(proposal)
    files = files_by_thing("objection", [one.pk for one in rows], proposal.project.slug)
    standing = proposal.standing_objections
    may = bool(standing) and permissions.may_dispute(user, standing[0], is_asked=is_asked)
    cards = [card_of(one, user, now) for one in rows]
    for row in cards:
        objection = row["objection"]
        row |= {"checks": found.get(objection.pk, []), "disputes": may and objection.stands}
        row["files"] = files.get(str(objection.pk), [])
    return cards


def card_of(objection: Objection, user: User, now: datetime) -> dict[str, Any]:
    """Gather an objection's card for a reader: its answers and verdict, and who may lift or reopen it now."""
    open_ = not objection.proposal.is_decided
    due = objection.answer_due_at() if open_ and objection.stands else None
    unanswered = due is not None and due <= now and permissions.may_lift_unanswered(user, objection)
    unanswered = unanswered and objection.may_be_lifted_unanswered_by(user)
    mine = permissions.may_lift_own(user, objection)
    return {
        "objection": objection,
        "objection_tests": objection_tests(objection),
        "verdict": verdict(objection),
        "due": due,
        "is_due": due is not None and due <= now,
        "lifts": objection.stands and (mine or unanswered),
        "reopens": open_ and objection.may_come_back and mine,
    }


def away_in(round_: Round, now: datetime) -> QuerySet[Absence]:
    """Return who of those asked is away now."""
    project = round_.proposal.project
    found = Absence.objects.in_project(project).on(project.day_of(now)).filter(user__asked_in__round=round_)
    return found.select_related("user", "deputy").order_by(Alphabetical("user__name")).distinct()


def participants_in(round_: Round, proposal: Proposal, said: Iterable[Position] | None = None) -> list[Participant]:
    """Return how everyone asked stands; the round keeps the proposal as it was read for this page."""
    round_.proposal = proposal
    return round_.participants(said)


def reroutings(proposal: Proposal, last: Round) -> QuerySet[Entry]:
    """Return the last entry about another route since a round was opened."""
    entries = Entry.objects.of_project(proposal.project_id).about(proposal.kind, str(proposal.pk)).newest_first()
    return entries.filter(event=DecisionEvent.REROUTED, happened_at__gte=last.opened_at)[:1]


def _objections(proposal: Proposal) -> list[Any]:
    """Return all objections with what their cards show, those that stand first; a light one is a concern."""
    rows = [one for one in proposal.objections.all() if one.blocks or one.position.is_late]
    return sorted(rows, key=lambda one: (not one.stands, one.pk))


def last_words(said: Iterable[Position]) -> list[Position]:
    """Keep each person's last."""
    return list({position.user_id: position for position in said}.values())


def page_of_decision(decision: Decision) -> dict[str, Any]:
    """Gather a decision's page: the text, what each said, how objections fell, what came of it."""
    proposal = decision.proposal
    sealed = Entry.objects.of_project(decision.project_id).about(decision.kind, str(decision.pk))
    entry = sealed.filter(event__in=ENTERED)[:1]
    ended = list(Decision.objects.filter(Q(superseded_by=decision) | Q(revoked_by=decision)).order_by("pk"))
    links = list((Link.objects.into(proposal) | Link.objects.out_of(decision)).order_by("pk"))
    reviews = decision.reviews.select_related("held_by", "proposal")
    said, looks = decision.said_as_concerns(), decision.looks()
    contests = decision.contests.select_related("element", "proposal")
    checks = checks_of(proposal)
    rewordings = Editorial.objects.of_proposal(proposal)
    for one in (
        *[contest.proposal for contest in contests],
        *ended,
        *filter(None, [review.proposal for review in reviews]),
    ):
        one.project = decision.project
    rounds, ratified = list(proposal.rounds.all()), clauses_ratified(decision)
    pairs = list(zip(rounds, [rounds[0], *rounds], strict=False))
    checked = by_objection(checks)
    return {
        "project": decision.project,
        "decision": decision,
        "proposal": proposal,
        "act": proposal.act,
        "path": path_to(decision.circle),
        "participants": participant_rows(decision.round.participants()),
        "objections": [
            {"objection": one, "objection_tests": objection_tests(one), "verdict": verdict(one)}
            | {"checks": checked.get(one.pk, [])}
            for one in _objections(proposal)
        ],
        "rounds": [(one, before.text) for one, before in pairs],
        "rewordings": [reworded(one) for one in rewordings],
        "contests": contests,
        "small_act": getattr(decision, "small_act", None),
        "replaced": [one for one in ended if one.superseded_by_id == decision.pk],
        "revoked": [one for one in ended if one.revoked_by_id == decision.pk],
        "reviews": reviews,
        "kept": kept_concerns(said, looks),
        "born_from": [link for link in links if link.target_kind == proposal.kind],
        "born": [link for link in links if link.source_kind == decision.kind],
        "entry": next(iter(entry), None),
        "signed": Signing.of(decision).names,
        "clauses": ratified,
        "more_clauses": decision.ratifications.count() - MOST if len(ratified) == MOST else 0,
        "held": Reservation.objects.of(decision.project, decision.reference),
    }
