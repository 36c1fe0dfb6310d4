"""Who may do what with proposals; each docstring is the rule in words."""

from collections.abc import Container, Iterable
from typing import Required, TypedDict

from django.db import models

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from decisions.decisions.models import Absence, Claim, Decision, Editorial, Objection, Position, Proposal, Round
from decisions.decisions.models.rounds.absence import deputy_of
from decisions.decisions.routing import Route
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.collation import Alphabetical, place_of


class Speaker(TypedDict, total=False):
    """Who speaks, as `take_position` takes it: the person, and through whom where it is not themselves."""

    by: Required[User]
    deputy: User
    recorded_by: User


def is_in(user: User, project: Project) -> bool:
    """Whoever is in some circle of a project now is in the project."""
    return bool(roles_of(user, project).seats)


def may_propose(user: User, circle: Circle) -> bool:
    """Whoever has a voice in a circle may propose in it."""
    return roles_of(user, circle.project).has_a_voice_in(circle)


def may_change(user: User, proposal: Proposal) -> bool:
    """Who proposed it, and its owner, change the text, open its rounds and take it back."""
    return user.pk in (proposal.created_by_id, proposal.owner_id) and is_in(user, proposal.project)


def may_speak(user: User, round_: Round) -> bool:
    """Who is asked in a round, and every member of the circle that decides but who proposes it, speaks in it while in
    the project.
    """
    return is_in(user, round_.proposal.project) and round_.may_be_spoken_to_by(user)


def may_ask(user: User, proposal: Proposal) -> bool:
    """Whoever is in the project asks who proposes, but not oneself."""
    return user.pk not in (proposal.created_by_id, proposal.owner_id) and is_in(user, proposal.project)


def may_refuse_label(user: User, editorial: Editorial, project: Project) -> bool:
    """Whoever is in the project, but for who gave it, says that a change labelled editorial is more than wording."""
    return user.pk != editorial.by_id and is_in(user, project)


def may_speak_for(user: User, round_: Round, person: User) -> bool:
    """The deputy of a person who is asked and away speaks for them, but not on what they propose or own themselves."""
    proposal = round_.proposal
    if user.pk in (proposal.created_by_id, proposal.owner_id) or not is_in(user, proposal.project):
        return False
    absence = deputy_of(proposal.project, person, clock.now())
    return absence is not None and absence.deputy_id == user.pk and round_.asked.filter(user=person).exists()


def may_record(user: User, round_: Round) -> bool:
    """The facilitators of the circle that decides and of the circle that proposes write down what is said aloud; not
    for what they propose or own themselves.
    """
    return user.pk not in (round_.proposal.created_by_id, round_.proposal.owner_id) and any(
        circle.people_in("facilitator").filter(pk=user.pk).exists()
        for circle in (round_.decides, round_.proposal.circle)
    )


def may_adopt(user: User, proposal: Proposal) -> bool:
    """Who changes it, and whoever is asked in its last round, may ask for its adoption; the rules say whether it is."""
    last = proposal.last_round
    return may_change(user, proposal) or (last is not None and may_speak(user, last))


def may_integrate(user: User, proposal: Proposal) -> bool:
    """Whoever is in the project begins the amendment of a proposal and writes in it; one is enough to help."""
    return is_in(user, proposal.project)


def circles_to_claim_for(user: User, proposal: Proposal, route: Route | None = None) -> list[Circle]:
    """Any member of another open circle may claim for it, unless it is among the affected ones already (by the
    proposal's route, which is computed when not given).
    """
    affected = (route or proposal.route()).affected
    own = roles_of(user, proposal.project).seats.keys() - set(affected)
    found = [one for one in circles_of(proposal.project) if one.pk in own and not one.is_closed]
    return sorted(found, key=lambda one: place_of(one.name))


def may_release(user: User, claim: Claim) -> bool:
    """Any member of the circle that claimed releases its claim, as any member of it may claim."""
    return roles_of(user, claim.proposal.project).is_in(claim.circle)


def may_pull(user: User, proposal: Proposal, to: Circle | None) -> bool:
    """Any voice of the circle to whose sync a proposal or decision may be pulled takes it there; so does who may speak
    to it, where others are affected.
    """
    if to is None:
        return False
    if roles_of(user, proposal.project).has_a_voice_in(to):
        return True
    last = proposal.last_round
    return last is not None and last.is_synchronised and may_speak(user, last)


def circle_to_pull_for(user: User, proposal: Proposal, to: Circle | None, key: str = "") -> Circle | None:
    """Whoever pulls claims for the circle of theirs with this key. Without one, who is in the circle to whose sync it
    goes claims for nobody, and who speaks there for a circle inside for the first of theirs that is not affected yet.
    """
    if not key and to is not None and roles_of(user, proposal.project).is_in(to):
        return None
    return next((one for one in circles_to_claim_for(user, proposal) if key in ("", one.key)), None)


def might_claim(user: User, project: Project, proposal: Proposal, affected: Iterable[int]) -> bool:
    """Whoever is in another open circle than those affected, by what is known without computing the route, is offered
    a claim.
    """
    return not proposal.is_decided and sits_elsewhere(user, project, {proposal.circle_id, *affected})


def sits_elsewhere(user: User, project: Project, circles: Container[int]) -> bool:
    """Whoever is in another open circle than these."""
    return any(seat.is_open and seat.circle not in circles for seat in roles_of(user, project).seats.values())


def may_lift(user: User, objection: Objection) -> bool:
    """The objector lifts an objection, and the facilitator of the circle that decides, who neither proposes nor owns
    it; when a new text has stayed without an answer says the verb.
    """
    return may_lift_own(user, objection) or may_lift_unanswered(user, objection)


def may_lift_own(user: User, objection: Objection) -> bool:
    """Whose objection it is lifts it at any time; and so does the deputy who put it for them, while they are away."""
    return objection.is_put_by(user) and is_in(user, objection.proposal.project)


def may_lift_unanswered(user: User, objection: Objection) -> bool:
    """The facilitator of the circle that decides lifts what stays unanswered, but not against what they propose."""
    proposal = objection.proposal
    last = proposal.last_round
    wants_it = user.pk in (proposal.created_by_id, proposal.owner_id)
    return not wants_it and last is not None and roles_of(user, proposal.project).facilitates(last.decides_id)


def may_add_evidence(user: User, objection: Objection) -> bool:
    """Whose objection it is, and the deputy who put it for them, add what it rests on while it stands."""
    return objection.lifted_at is None and may_lift_own(user, objection)


def may_dispute(user: User, objection: Objection, *, is_asked: bool | None = None) -> bool:
    """Who is asked, who proposes or owns it, and the facilitators of the circle that decides have a fact checked.
    `is_asked`: whether the last round asks them, for a caller who has read it already.
    """
    proposal = objection.proposal
    last = proposal.last_round
    if last is None or not is_in(user, proposal.project):
        return False
    facilitates = roles_of(user, proposal.project).facilitates(last.decides_id)
    if facilitates or may_change(user, proposal):
        return True
    return last.asked.filter(user=user).exists() if is_asked is None else is_asked


def may_reopen(user: User, objection: Objection) -> bool:
    """Whose objection another person has lifted may let it stand again, once."""
    return user.pk == objection.by_id and is_in(user, objection.proposal.project) and objection.lifted_by_another


def circles_to_object_from(user: User, decision: Decision) -> models.QuerySet[Circle]:
    """Whoever is in an open circle of the project may object to a decision in force, from there."""
    own = list(roles_of(user, decision.project).seats)
    return Circle.objects.in_project(decision.project).open().filter(pk__in=own).order_by(Alphabetical("name"))


def may_hold_review(user: User, decision: Decision) -> bool:
    """Its owner, and pilot and facilitator of the circle whose decision it is or of the circle that took it, hold its
    review.
    """
    standing = roles_of(user, decision.project)
    owns = user.pk == decision.owner_id and bool(standing.seats)
    return owns or standing.leads(decision.circle_id) or standing.leads(decision.decided_by_id)


def may_look_at(user: User, decision: Decision, concern: Position) -> bool:
    """Who may hold its review says what became of a concern, and so does whose concern it was."""
    return may_hold_review(user, decision) or (user.pk == concern.user_id and is_in(user, decision.project))


def may_end_absence(user: User, absence: Absence) -> bool:
    """Who said to be away takes it back."""
    return user.pk == absence.user_id
