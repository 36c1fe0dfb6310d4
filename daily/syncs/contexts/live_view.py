"""What the shared screen and the phones of a sync show, gathered once for both."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.project_cache import now_in
from daily.syncs import permissions
from daily.syncs.agenda import Part
from daily.syncs.agenda_labels import PARTS
from daily.syncs.contexts.live_people import Person, people_in
from daily.syncs.contexts.position_groups import PositionGroup, RoundTally, groups_of, said_by
from daily.syncs.contexts.told_decisions import ToldDecision, told_in
from daily.syncs.forms import SyncActionForm
from daily.syncs.models import AgendaItem, Outcome, OutcomeKind, PointKind, Sync
from daily.syncs.models.agenda_proposal import Matter, matter_of
from decisions.actions.models import Action
from decisions.decisions import consent
from decisions.decisions.consent import RoundState
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.models.rounds.non_responses import names_missing
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.permissions import may_hold_review
from decisions.decisions.permissions import may_record as may_record_alone
from decisions.specification.models import Clause
from decisions.specification.permissions import may_look
from decisions.tracks.contexts.gate import GateView, VerdictDialog, dialogs_of, gate_of
from decisions.tracks.models import Track
from foundation.accounts.models import User
from foundation.web.collation import place_of
from foundation.web.formatting import listed

LENGTHS = {"short": 420, "long": 900, "longer": 1700}
"""So many characters at most has a text that is called so."""


@dataclass(frozen=True)
class PartRow:
    """A part of the agenda with its points."""

    part: Part
    label: str
    minutes: int
    points: list[AgendaItem]
    is_now: bool


@dataclass(frozen=True)
class Timer:
    """The clock of the point at hand."""

    until: datetime
    seconds: int
    left: float
    share: float

    @property
    def minutes(self) -> str:
        """Return the whole time in minutes: 3, or 1:30 where a part's time is shared by its points."""
        minutes, seconds = divmod(self.seconds, 60)
        return f"{minutes}:{seconds:02d}" if seconds else str(minutes)

    @property
    def ring(self) -> str:
        """Return the part that is left, for the ring."""
        return f"{max(0.0, 1 - self.share):.4f}"


@dataclass(frozen=True)
class LiveTable:
    """The point at hand, and what it is about."""

    point: AgendaItem
    kind: str
    timer: Timer | None
    proposal: Proposal | None = None
    matter: Matter | None = None
    track: Track | None = None
    gate: GateView | None = None
    dialogs: list[VerdictDialog] = field(default_factory=list)
    may_decide: bool = False
    action: Action | None = None
    decision: Decision | None = None
    clause: Clause | None = None
    may_look: bool = False
    waits: bool = False
    may_review: bool = False
    may_conclude: bool = False
    waits_for: str = ""
    state: RoundState | None = None
    groups: list[PositionGroup] = field(default_factory=list)
    mine: Participant | None = None
    may_speak: bool = False
    """Whether the reader may take a position: asked, or a member of the circle that decides."""
    before: str = ""
    told: list[ToldDecision] = field(default_factory=list)

    @property
    def change_key(self) -> str:
        """Return the key by which open pages hear of what the point is about, or nothing."""
        found = self.proposal or self.action or self.track or self.decision or self.clause
        return found.change_key if found else ""

    @property
    def said(self) -> str:
        """Return what the reader has said to this text, or nothing."""
        return str((self.mine and said_by(self.mine)) or "")

    @property
    def affects(self) -> tuple[int, ...]:
        """Return the circles that the proposal affects, by id."""
        return (self.matter.proposal.circle_id, *self.matter.round.affected) if self.matter else ()

    @property
    def length(self) -> str:
        """Return how long the text is, for the size in which a screen shows all of it."""
        text = self.proposal.text if self.proposal else self.decision.text if self.decision else ""
        return next((name for name, most in LENGTHS.items() if len(text) <= most), "endless")

    @property
    def progress(self) -> RoundTally | None:
        """Return how far its round has come."""
        return RoundTally.of(self.matter) if self.matter else None

    @property
    def may_leave_out_silent(self) -> bool:
        """Return whether this is the second sync or later, and a person who has to speak is silent."""
        waits = self.matter if self.state is RoundState.WAITING else None
        return waits is not None and consent.may_close_without_silent(waits.facts())


@dataclass(frozen=True)
class LiveMeeting:
    """All that the pages of a running sync show to one person."""

    now: datetime
    starts_at: datetime
    ends_at: datetime
    stage: str
    parts: list[PartRow]
    table: LiveTable | None
    people: list[Person]
    here: int
    more: int
    outcomes: list[Outcome]
    points: int
    unreached: int
    is_here: bool
    raised_hand: datetime | None
    may_lead: bool
    may_bring_out: bool
    may_facilitate: bool
    may_cancel: bool
    may_record_objection: bool
    action_form: SyncActionForm
    circles: list[Circle]

    @property
    def stakes(self) -> list[tuple[AgendaItem, str]]:
        """Return the decisions that this sync may take or look at again, each with what it is."""
        points = [point for row in self.parts for point in row.points]
        return [
            (point, str(PointKind(point.kind).label))
            for point in points
            if point.part in (Part.AGREEMENTS, Part.DECISIONS) or point.kind == "review"
        ]

    @property
    def has_points_left(self) -> bool:
        """Return whether others than the point at hand wait."""
        return self.table is not None and sum(point.is_open for row in self.parts for point in row.points) > 1

    @property
    def tally(self) -> str:
        """Say how much came out."""
        counted = Counter(out.kind for out in self.outcomes)
        words = [kind.facts.counted % {"n": counted[kind]} for kind in OutcomeKind if counted[kind]]
        return ", ".join(words) or _("nothing yet")


def live_meeting_for(sync: Sync, user: User) -> LiveMeeting:
    """Gather the live meeting; a fixed number of queries whatever the points, people and positions."""
    project = sync.project
    now = now_in(project)
    points = list(sync.points.all())
    presences = {row.user_id: row for row in sync.presences.select_related("user")}
    at_hand = next((point for point in points if point.pk == sync.at_hand_id), None)
    table = table_for(sync, at_hand, user, now) if at_hand else None
    matter = table.matter if table else None
    may_record = matter is not None and permissions.may_record(user, sync, matter.proposal)
    people, more = people_in(sync, presences, matter, may_record=may_record)
    ended = any(point.ended_at for point in points)
    stage = "" if at_hand else "closing" if ended else "opening"
    mine = presences.get(user.pk)
    may_lead = permissions.may_lead(user, sync)
    return LiveMeeting(
        now=now,
        starts_at=sync.opened_at,
        ends_at=sync.opened_at + timedelta(minutes=sync.length_minutes),
        stage=stage,
        parts=parts_of(sync, points, at_hand, stage),
        table=table,
        people=people,
        here=len(presences),
        more=more,
        outcomes=list(sync.outcomes.select_related("owner")),
        points=len(points),
        unreached=sum(point.ending != AgendaItem.Ending.SETTLED for point in points),
        is_here=mine is not None,
        raised_hand=mine.raised_hand_at if mine else None,
        may_lead=may_lead,
        may_bring_out=may_lead or permissions.may_bring_out(user, sync),
        may_facilitate=permissions.may_facilitate(user, sync),
        may_record_objection=may_record and matter is not None and may_record_alone(user, matter.round),
        may_cancel=stage == "opening" and permissions.may_cancel(user, sync),
        action_form=SyncActionForm(circle=sync.circle, initial={"owner": user.pk}),
        circles=sorted(
            (one for one in circles_of(project) if not one.is_closed and one.pk != sync.circle_id),
            key=lambda one: place_of(one.name),
        ),
    )


def parts_of(sync: Sync, points: list[AgendaItem], at_hand: AgendaItem | None, stage: str) -> list[PartRow]:
    """Return the parts that this sync has, in order; a part that a person added a point to while it ran is one too."""
    rows = []
    for part in Part:
        own = [point for point in points if point.part == part]
        if own or part.value in sync.shares:
            is_now = stage == part.value or (at_hand is not None and at_hand.part == part)
            rows.append(PartRow(part, str(PARTS[part]), sync.shares.get(part.value, 2), own, is_now and not own))
    return rows


def table_for(sync: Sync, point: AgendaItem, user: User, now: datetime) -> LiveTable:
    """Look up what the point at hand is about."""
    kind = str(PointKind(point.kind).label)
    timer = None
    if point.runs_out_at:
        left = (point.runs_out_at - now).total_seconds()
        timer = Timer(point.runs_out_at, point.seconds, left, point.share_spent(now))
    day = sync.project.day_of(sync.starts_at)
    if point.kind == "action" and (action := sync.action_at(point)):
        return LiveTable(point, kind, timer, action=action, waits=action.is_late(day))
    if point.kind == "clause" and (clause := sync.clause_at(point)):
        may = clause.is_suspect and may_look(user, clause)
        return LiveTable(point, kind, timer, clause=clause, waits=clause.is_suspect, may_look=may)
    if point.kind == "review" and (decision := sync.decision_at(point)):
        may_review = may_hold_review(user, decision)
        waits = decision.review_on <= day
        return LiveTable(point, kind, timer, decision=decision, waits=waits, may_review=may_review)
    if track := sync.track_at(point):
        return gate_table(sync, LiveTable(point, kind, timer, track=track), user, now)
    proposal = sync.proposal_at(point)
    return proposal_table(sync, LiveTable(point, kind, timer, proposal), user, now)


def gate_table(sync: Sync, table: LiveTable, user: User, now: datetime) -> LiveTable:
    """Look up the gate that is at hand."""
    track = cast(Track, table.track)
    today = sync.project.day_of(now)
    may_decide = track.is_at_gate(today) and permissions.may_decide_gate(user, sync, track)
    dialogs = dialogs_of(track, user) if may_decide else []
    gate = gate_of(track, today)
    return replace(table, gate=gate, dialogs=dialogs, may_decide=may_decide, waits=gate.is_open)


def proposal_table(sync: Sync, table: LiveTable, user: User, now: datetime) -> LiveTable:
    """Look up the proposal that is at hand, if any."""
    point, kind, timer, proposal = table.point, table.kind, table.timer, table.proposal
    if proposal is None:
        told = told_in(sync, user) if point.kind == "info" else []
        return LiveTable(point, kind, timer, told=told)
    matter = matter_of(proposal)
    if matter is None:
        return LiveTable(point, kind, timer, proposal)
    state = consent.state(matter.facts(now))
    mine = next((one for one in matter.participants if one.user.pk == user.pk), None)
    texts = {round_.number: round_.text for round_ in matter.proposal.rounds.all()}
    before = texts.get(matter.round.number - 1, "")
    return LiveTable(
        point,
        kind,
        timer,
        matter.proposal,
        matter,
        state=state,
        groups=groups_of(matter),
        mine=mine,
        may_speak=mine is not None or matter.round.is_open_to_member(user),
        before=before,
        may_conclude=permissions.may_conclude(user, sync, proposal),
        waits_for=listed(names_missing(matter.round, matter.participants)) if state is RoundState.WAITING else "",
    )
