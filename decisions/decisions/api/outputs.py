"""Proposals and decisions as data, for any operation that answers with one."""

from typing import Any

from circles.projects.models import Project
from decisions.decisions.models import (
    Claim,
    ClarifyingQuestion,
    Decision,
    Proposal,
    Round,
    TouchedClause,
    effect_lines,
)
from decisions.decisions.models.rounds.non_responses import non_responses
from decisions.decisions.routing import Reason, Route


def decision_out(found: Decision) -> dict[str, Any]:
    """Return a decision."""
    names = ("reference", "number", "title", "text", "cost", "reversibility", "adopted_at", "review_on", "is_in_force")
    rest = {
        "state": found.state,
        "suspended_until": found.suspended_until,
        "recorded_on": act.done_on if (act := getattr(found, "small_act", None)) else None,
        "circle": found.circle.key,
        "decided_by": found.decided_by.key,
        "proposal": found.proposal.reference,
        "sync": found.sync_words,
        "without": found.without,
        "lacking": found.lacking,
    }
    return {name: getattr(found, name) for name in names} | rest


def route_out(found: Route, project: Project) -> dict[str, Any]:
    """Return a route with circles by key."""
    keys = dict(project.circles.values_list("pk", "key"))

    def reason(one: Reason) -> dict[str, Any]:
        return {"code": one.code.value, "circle": keys[one.circle], "what": one.what, "limit": one.limit}

    return {
        "decides": keys[found.decides],
        "kind": found.kind.value,
        "in_sync": found.in_sync,
        "taken_at": None if found.taken_at is None else keys[found.taken_at],
        "affected": sorted(keys[circle] for circle in found.affected),
        "reasons": [reason(one) for one in found.reasons],
        "refused": reason(found.refused) if found.refused else None,
    }


def clause_out(touched: TouchedClause) -> dict[str, Any]:
    """Return a clause that a proposal moves: its text before and after."""
    before = touched.base.words if touched.base else ""
    return {
        "key": touched.clause.key,
        "title": touched.title,
        "kind": touched.kind,
        "before": before,
        "after": "" if touched.retires else touched.words,
        "becomes": touched.becomes,
    }


def proposal_row(found: Proposal) -> dict[str, Any]:
    """Return a proposal as a row."""
    names = ("reference", "number", "title", "tension", "text", "effect", "cost", "reversibility", "lapsed_because")
    adopted = found.adopted
    sent_up = found.escalated_to.key if found.escalated_to else None
    extra = {"circle": found.circle.key, "state": found.stage.value, "escalated_to": sent_up}
    return {name: getattr(found, name) for name in names} | extra | {"decision": adopted.reference if adopted else None}


def proposal_whole(found: Proposal) -> dict[str, Any]:
    """Return a proposal with all that belongs to it."""
    objections = found.objections.select_related(
        "by", "element", "position", "lifted_by", "reopening"
    ).prefetch_related("checks__action")
    return proposal_row(found) | {
        "clauses": [clause_out(one) for one in found.clauses_touched()],
        "act": found.act,
        "effects": [
            {"names": one.names, "kind": one.sort, "changes": one.changes, "why": one.why}
            for one in found.effects.all()
        ],
        "unanswered": [] if found.is_decided else [line.mention.names for line in effect_lines(found)[1]],
        "questions": [question_out(one) for one in ClarifyingQuestion.objects.of(found)],
        "outdated": [one.reference for one in found.outdated],
        "route": route_out(found.route(), found.project),
        "rounds": [round_out(one) for one in found.rounds.select_related("decides", "sync_of").order_by("number")],
        "objections": [
            {
                "id": one.pk,
                "name": one.by.name,
                "element": one.element.reference if one.element else "",
                "harm": one.harm,
                "blocks": one.blocks,
                "stands": one.stands,
                "is_late": one.position.is_late,
                "checks": [check.action.reference for check in one.checks.all()],
                "lifted_at": one.lifted_at,
                "lifted_by": one.lifted_by.name if one.lifted_by else "",
                "lifted_because": one.lifted_because,
                "reopened_at": one.reopened.reopened_at if one.reopened else None,
            }
            for one in objections
        ],
        "claims": [claim_out(one) for one in found.claims.with_releases().select_related("by")],
        "keeps": found.holds_up.reference if found.holds_up else None,
    }


def claim_out(found: Claim) -> dict[str, Any]:
    """Return a claim, and how it was settled."""
    release = found.release if found.is_released else None
    return {
        "id": found.pk,
        "circle": found.circle.key,
        "names": found.names,
        "what": found.what,
        "by": found.by.name,
        "made_at": found.made_at,
        "settled": release.settled if release else "",
        "released_at": release.released_at if release else None,
    }


def question_out(found: ClarifyingQuestion) -> dict[str, Any]:
    """Return a clarifying question."""
    return {
        "id": found.pk,
        "text": found.text,
        "name": found.by.name,
        "asked_at": found.asked_at,
        "answer": found.answer,
        "answered_by": found.answered_by.name if found.answered_by else "",
        "answered_at": found.answered_at,
    }


def round_out(found: Round) -> dict[str, Any]:
    """Return a round with how everyone stands."""
    names = (
        "number",
        "title",
        "tension",
        "text",
        "effect",
        "in_sync",
        "opened_at",
        "closes_at",
        "closed_at",
        "outcome",
    )
    people = found.participants()
    participants = [
        {
            "person": one.user.pk,
            "name": one.user.name,
            "kind": one.kind.value if one.kind else None,
            "words": one.position.words if one.position else "",
            "to_reconfirm": one.to_reconfirm,
            "deputy": one.position.deputy.name if one.position and one.position.deputy else "",
            "asked": one.is_asked,
        }
        for one in people
    ]
    waiting = non_responses(found, people) if found.closed_at is None else []
    return {name: getattr(found, name) for name in names} | {
        "decides": found.decides.key,
        "sync_of": found.sync_of.key if found.sync_of else None,
        "heard": participants,
        "waiting_for": waiting,
    }
