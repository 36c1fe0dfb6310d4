"""Computing again who decides what is in a round, when something has changed that."""

from datetime import datetime
from typing import Any

from circles.circles.domain_events import LimitsChanged
from circles.circles.models import Circle
from circles.money.domain_events import MoneyChanged
from circles.projects.domain_events import ProjectSettingsChanged
from circles.projects.models import Project
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Round
from decisions.decisions.models.rounds.absence import deputies_of
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice


def reroute(round_: Round, *, after: str = "", of: str = "", at: datetime | None = None) -> None:
    """Compute again who decides: a claim, a limit, a budget may have changed it. Who is affected anew is asked and has
    a whole window to speak; nobody is taken off. `after` is the type of the event that may have changed it, and `of`
    what it was about, for the record. The caller holds the proposal's lock.

    Records `proposal.rerouted` where anything changed, of which the owner, those asked anew and their deputies are
    told.
    """
    now = at or clock.now()
    proposal = round_.proposal
    route = proposal.route()
    before = (round_.decides_id, round_.in_sync, round_.grave, round_.silence, round_.affected)
    if before == (route.decides, route.in_sync, route.grave, route.silence.value, sorted(route.affected)):
        return
    round_.follow_route(route, now)
    round_.save()
    added = dict.fromkeys(round_.ask(proposal.people_to_ask(route), None, now), Notice.Reason.ASKED)
    deputies = dict.fromkeys(deputies_of(proposal.project, added, now).values(), Notice.Reason.ASKED)
    if added and round_.closes_at is not None:
        round_.last_a_window_from(now)
    decides = Circle.objects.get(pk=route.decides)
    why = dict.fromkeys(reason.code.value.replace("_", " ") for reason in route.reasons)
    synchronised: dict[str, Any] = {"synchronised": True} if round_.is_synchronised else {}
    proposal.record_event(
        DecisionEvent.REROUTED,
        by=None,
        at=at,
        people={proposal.owner: Notice.Reason.OWNER, **deputies, **added},
        also=["proposals"],
        decides=decides.name,
        in_sync=route.in_sync,
        **synchronised,
        why=", ".join(why),
        after=after,
        of=of,
    )


def reroute_after_limits(event: LimitsChanged) -> None:
    """When limits or scopes change, reroute every open round of the project: after the event that was recorded last.
    The route of a draft is computed whenever it is read. The publisher holds the project's lock.
    """
    _reroute_all(event.circle.project, at=event.at)


def reroute_after_settings(event: ProjectSettingsChanged) -> None:
    """When another circle decides what touches several, reroute every open round of the project. The publisher holds
    the project's lock and has recorded the change.
    """
    if "cross_circle_by" in event.changed:
        _reroute_all(event.project)


def _reroute_all(project: Project, *, at: datetime | None = None) -> None:
    """Reroute every open round: after the event that was recorded last."""
    rounds = Round.objects.open().filter(proposal__project=project)
    last = Entry.objects.of_project(project.pk).exclude(event=DecisionEvent.REROUTED).newest_first()[:1].get()
    for round_ in rounds.select_related("proposal__project", "proposal__circle", "decides"):
        reroute(round_, after=last.event, of=last.title, at=at)


def reroute_after_money(event: MoneyChanged) -> None:
    """When money came or went, reroute the open rounds of what costs something in that circle and inside it. The
    publisher holds the project's lock.
    """
    costly = Round.objects.open().filter(proposal__project=event.circle.project_id, proposal__cost__gt=0)
    if not costly.exists():  # mostly, nothing that costs money is being decided
        return
    inside = event.circle.descendants(include_self=True).values_list("pk", flat=True)
    rounds = costly.filter(proposal__circle__in=list(inside))
    for round_ in rounds.select_related("proposal__project", "proposal__circle", "decides"):
        reroute(round_, after="money", of=event.circle.name, at=event.at)
