"""How a role is filled by consent: nominations with reasons, a change round, a person put to consent."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from circles.circles.models import Circle, Membership, Role
from circles.projects.domain_events import ThingAdopted
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.proposals import create_proposal, open_round
from decisions.elections.event_types import ElectionEvent
from decisions.elections.models import Election, Nomination, Phase, proposal_election
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

ONE_HOLDER = (Role.Kind.PILOT, Role.Kind.FACILITATOR, Role.Kind.SECRETARY, Role.Kind.DELEGATE)
"""Who is elected to one of these holds it instead of who did."""


def begin_election(
    circle: Circle, role: str, *, by: User, purpose: str = "", accountabilities: str = "", ends_on: date | None = None
) -> Election:
    """Begin the election of a role: one that every circle knows, or words of its own. Records `election.begun`, of
    which the circle's people are told.

    :raises Refused: where the role has no name, is being elected already, or its term is over.
    """
    with transaction.atomic():
        circle = circle.locked()
        kind, name = Role.named(role.strip())
        if not role.strip():
            raise Refused(_("Say what the role is called."))
        Role.refuse_words(kind, purpose, accountabilities)
        if ends_on is not None and ends_on <= circle.project.day_of(clock.now()):
            raise Refused(_("A term ends on a day that is still to come."))
        if Election.objects.open().filter(circle=circle, role=name or kind).exists():
            raise Refused(_("This role is being elected already."))
        election = Election.objects.create(
            project=circle.project,
            circle=circle,
            role=name or kind,
            purpose=purpose,
            accountabilities=accountabilities,
            ends_on=ends_on,
            begun_by=by,
        )
        election.record_event(
            ElectionEvent.BEGUN, by=by, people=people_of(circle), also=KEYS, role=election.role, purpose=purpose
        )
    return election


KEYS = ("people", "elections")


def people_of(circle: Circle) -> dict[User, str]:
    """Return the circle's own people, who are asked."""
    members = circle.memberships.current().select_related("user")
    return {one.user: Notice.Reason.CIRCLE for one in members}


def nominate(election: Election, nominee: User, *, reason: str, by: User) -> Nomination:
    """Lock an election, and nominate a person of its circle, oneself too; in the change round one may nominate another.
    Records `election.nominated`.

    :raises Refused: without a reason, for who is not in the circle, while a person is put to consent, and after.
    """
    with transaction.atomic():
        election = election.locked()
        election.refuse_phase(Phase.NOMINATING, Phase.CHANGING)
        if not reason.strip():
            raise Refused(_("Say why: the reasons are what others decide by."))
        if not election.circle.memberships.current().filter(user=nominee).exists():
            raise Refused(_("Only people of this circle can be nominated."))
        changing = election.phase is Phase.CHANGING
        made = Nomination.objects.create(
            election=election, by=by, nominee=nominee, reason=reason.strip(), in_change_round=changing
        )
        election.record_event(ElectionEvent.NOMINATED, by=by, also=KEYS, role=election.role)
    return made


def open_change_round(election: Election, *, by: User) -> None:
    """Lock an election, and show all nominations with their reasons: each person may nominate another now. Records
    `election.change_round_opened`, of which the circle's people are told.

    :raises Refused: where nobody is nominated, or the change round is open already.
    """
    with transaction.atomic():
        election = election.locked()
        election.refuse_phase(Phase.NOMINATING)
        if not election.nominations.exists():
            raise Refused(_("Nobody is nominated yet."))
        election.changing_at = clock.now()
        election.save()
        people = people_of(election.circle)
        election.record_event(ElectionEvent.CHANGE_ROUND_OPENED, by=by, people=people, also=KEYS, role=election.role)


def put_to_consent(election: Election, nominee: User, *, by: User, because: str = "") -> Proposal:
    """Lock an election, and propose one of those nominated: a proposal of the circle, with a round as any; once it is
    adopted, the person has the role. A pilot speaks for the circle in the one around it, which is asked too. Records
    `election.candidate_proposed`, then as a proposal and its round do.

    :raises Refused: before the change round, and for who is not nominated.
    """
    with transaction.atomic():
        election = election.locked()
        election.refuse_phase(Phase.CHANGING)
        reasons = [one for one in election.standing_nominations() if one.nominee_id == nominee.pk]
        if not reasons:
            raise Refused(_("Only who is nominated can be put to consent."))
        circle = election.circle
        around = [circle.parent] if election.kind_of_role == Role.Kind.PILOT and circle.parent else []
        with translation.override(election.project.language):
            words = words_of(election, nominee, [one.reason for one in reasons], because)
        proposal = create_proposal(circle, by=by, ask=False, named=around, **words)
        election.nominee, election.proposal = nominee, proposal
        election.save()
        election.record_event(
            ElectionEvent.CANDIDATE_PROPOSED,
            by=by,
            people={nominee: Notice.Reason.OWNER},
            personal={"person": nominee.name},
            also=KEYS,
            role=election.role,
            proposal=proposal.reference,
        )
        open_round(proposal, by=by)
    return proposal


def words_of(election: Election, nominee: User, reasons: Iterable[str], because: str) -> dict[str, Any]:
    """Return title, tension and text of the proposal."""
    said = {"role": election.role_label, "circle": election.circle.name, "name": nominee.name}
    lines = [_("%(name)s is %(role)s of %(circle)s.") % said]
    if election.ends_on:
        lines.append(_("Until %(day)s.") % {"day": election.ends_on.isoformat()})
    lines += [election.purpose, *(f"- {one}" for one in election.expected)]
    lines += [_("Nominated because:"), *(f"- {one}" for one in reasons), because]
    return {
        "title": (_("%(name)s: %(role)s of %(circle)s") % said)[:160],
        "tension": _("%(circle)s elects its %(role)s.") % said,
        "text": "\n".join(line for line in lines if line),
    }


def end_election(election: Election, *, by: User, because: str = "") -> None:
    """Lock an election, and end it without a result. Records `election.ended`.

    :raises Refused: where it has ended, or a person is put to consent: that proposal is withdrawn first.
    """
    with transaction.atomic():
        election = election.locked()
        election.refuse_phase(Phase.NOMINATING, Phase.CHANGING)
        election.ended_at, election.ended_because = clock.now(), because[:300]
        election.save()
        people = people_of(election.circle)
        election.record_event(
            ElectionEvent.ENDED, by=by, people=people, also=KEYS, role=election.role, because=election.ended_because
        )


def fill_role(event: ThingAdopted) -> None:
    """Give the role to the person whose proposal was adopted, for its term; who held it before holds it no more.
    Records `role.given`, `role.ended`, and `election.filled`.

    :raises Refused: where the person has left the circle.
    """
    election = proposal_election(event.thing) if isinstance(event.thing, Proposal) else None
    if election is None or election.nominee is None:
        return
    seat = election.circle.memberships.current().filter(user=election.nominee).first()
    if seat is None:
        raise Refused(_("%(name)s is not in the circle any more.") % {"name": election.nominee.name})
    kind, name = Role.named(election.role)
    held = Membership.objects.filter(circle=election.circle, ended_at=None, roles__in=holders(kind)).exclude(pk=seat.pk)
    before: list[Membership] = list(held.distinct()) if kind in ONE_HOLDER else []
    if kind == Role.Kind.DELEGATE:
        end_for(before, kind, by=event.by)
    if seat.roles.held().filter(kind=kind, name=name).exists():
        seat.renew_role(election.role, election.ends_on, by=event.by)
    else:
        seat.take_role(
            election.role,
            by=event.by,
            ends_on=election.ends_on,
            purpose=election.purpose,
            accountabilities=election.accountabilities,
        )
    if kind != Role.Kind.DELEGATE:
        end_for(before, kind, by=event.by)
    election.filled_at = event.at
    election.save()
    election.record_event(
        ElectionEvent.FILLED,
        by=event.by,
        at=event.at,
        people=people_of(election.circle),
        personal={"person": election.nominee.name},
        also=KEYS,
        role=election.role,
        decision=event.decision,
    )


def holders(kind: str) -> Any:
    """Return the roles of a kind that are held."""
    return Role.objects.held().filter(kind=kind)


def end_for(seats: Iterable[Membership], kind: str, *, by: User | None) -> None:
    """End a role of these people."""
    for seat in seats:
        seat.leave_role(kind, by=by)
