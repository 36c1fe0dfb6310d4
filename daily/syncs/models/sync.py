"""A sync: its plan, the people in it, and the point at hand; opening, outcomes and closing are workflows."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Item
from circles.circles.models.sync_names import sync_title
from circles.projects.models import Project
from daily.syncs.agenda import USUAL_LENGTH, Part
from daily.syncs.event_types import SyncEvent
from daily.syncs.models.agenda_choices import CameOf
from daily.syncs.models.agenda_item import AgendaItem
from daily.syncs.models.agenda_proposal import deciding_sync_at
from daily.syncs.models.attendees import gathering_in
from daily.syncs.models.outcome import Outcome, OutcomeKind
from daily.syncs.models.recurring_sync import RecurringSync
from decisions.actions.models import Action
from decisions.decisions.models import DecidingSync, Decision, Proposal
from decisions.specification.models import Clause
from decisions.tracks.models import Track
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.broadcasts import notify_change
from foundation.web.exceptions import Refused

EXTENSION_S = 120
REOPENABLE = timedelta(hours=24)


class SyncQuerySet(models.QuerySet["Sync"]):
    """Finds syncs."""

    def in_project(self, project: Project) -> Self:
        """Keep a project's, with circle and facilitator."""
        return self.filter(project=project).select_related("circle", "circle__parent", "project", "facilitator")

    def running(self) -> Self:
        """Keep those that are open now."""
        return self.filter(closed_at=None)

    def not_cancelled(self) -> Self:
        """Leave out those that were cancelled before anyone spoke."""
        return self.filter(cancelled_at=None)

    def held(self) -> Self:
        """Keep those that took place and were closed, latest first."""
        return self.not_cancelled().exclude(closed_at=None).order_by("-opened_at")


class Sync(Item):
    """One meeting of a circle. It exists from the moment it is opened; before, there is its recurring sync."""

    letter = "S"
    locked_with = (*Item.locked_with, "recurring_sync")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="syncs")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="syncs", verbose_name=_("circle"))
    recurring_sync = models.ForeignKey(RecurringSync, on_delete=models.PROTECT, null=True, related_name="syncs")
    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    length_minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=USUAL_LENGTH)
    shares = models.JSONField(_("minutes of each part"), default=dict)
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("secretary")
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("facilitator")
    )
    at_hand = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    reopened_because = models.CharField(_("reopened because"), max_length=300, blank=True)

    objects = SyncQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sync")
        verbose_name_plural = _("syncs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_sync_per_number"),
            models.UniqueConstraint(fields=["circle"], condition=models.Q(closed_at=None), name="one_sync_at_a_time"),
            models.UniqueConstraint(
                fields=["recurring_sync", "planned_for"],
                condition=models.Q(cancelled_at=None),
                name="one_sync_per_occurrence",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None) | models.Q(closed_at=models.F("cancelled_at")),
                name="a_cancelled_sync_is_closed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "-opened_at"], name="syncs_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the recurring sync's name, or the circle's."""
        name = self.recurring_sync.name if self.recurring_sync else ""
        return name or sync_title(self.circle, self.project.language)

    def get_absolute_url(self) -> str:
        """Lead to the live meeting, whose page shows the minutes once it is closed."""
        return reverse("meetings:room", args=[self.project.slug, self.number])

    @property
    def change_key(self) -> str:
        """Return the key by which open pages know it."""
        return f"sync:{self.number}"

    @property
    def is_reopenable(self) -> bool:
        """Return whether it was closed less than 24 hours ago."""
        return self.closed_at is not None and not self.cancelled_at and clock.now() < self.closed_at + REOPENABLE

    @property
    def is_untouched(self) -> bool:
        """Return whether nobody has spoken in it yet: no point was on the table, nothing came out."""
        spoken = self.at_hand_id or self.reopened_because
        return not (spoken or self.points.exclude(ended_at=None).exists() or self.outcomes.exists())

    @property
    def stage(self) -> Part | None:
        """Return `OPENING` before the first point and `CLOSING` after the last; None while a point is at hand."""
        if self.at_hand_id:
            return None
        return Part.CLOSING if self.points.exclude(ended_at=None).exists() else Part.OPENING

    @property
    def starts_at(self) -> datetime:
        """Return when it was to begin: as planned, else as opened."""
        return self.planned_for or self.opened_at

    def deciding_sync(self) -> DecidingSync:
        """Describe it to the rules of decisions."""
        covered = gathering_in(self.project).covered_by(self.circle)
        words = f"{self.reference}, {self.title}"
        found = deciding_sync_at(self.circle, self.starts_at, words, self.get_absolute_url(), covered)
        return replace(found, counts_on=self.project.day_of(self.starts_at) if self.counts else None)

    @property
    def counts(self) -> bool:
        """Return whether it counts as having reached what it takes: it was planned, and two voices at least are in it;
        nobody holds one alone to close what others have not spoken to.
        """
        if self.planned_for is None:
            return False
        expected = gathering_in(self.project).people_of(self.circle)
        present = self.presences.filter(user__in=expected, seen_in_by=None)
        return present.count() > 1

    def next_place(self) -> int:
        """Return the place after the last point."""
        return (self.points.aggregate(last=models.Max("place"))["last"] or 0) + 1

    @property
    def is_running(self) -> bool:
        """Return whether it is open now."""
        return self.closed_at is None

    def locked_while_running(self) -> Self:
        """Lock, and refuse once it is closed: what comes out can be made only while the sync runs."""
        sync = self.locked()
        if not sync.is_running:
            raise Refused(_now("This sync is closed; what comes out can be made only while it runs."))
        return sync

    # People ---------------------------------------------------------------------------------------------------------

    def attend(self, *people: User, at: datetime | None = None, seen_in_by: User | None = None) -> None:
        """Come into the live meeting, alone or together; twice is once. `seen_in_by` says that they are there, where
        they do not say so themselves. The minutes and the entry of the closing say who was there.
        """
        self.project.refuse_archived()
        if not self.is_running:
            return
        when: dict[str, Any] = {"came_at": at} if at else {}
        when["seen_in_by"] = seen_in_by
        came = [self.presences.get_or_create(user=user, defaults=when) for user in people]
        for presence, _is_new in came:
            if presence.seen_in_by_id and seen_in_by is None:
                presence.come_in()
        if any(is_new for _presence, is_new in came):
            self.notify_pages()

    def refuse_unheard(self, recorder: User, proposal: Proposal) -> None:
        """Raise `Refused` where nobody hears what is written down for a person: nobody came in themselves but who
        writes it, who proposes and who owns it.
        """
        wanting = (recorder.pk, proposal.created_by_id, proposal.owner_id)
        if not self.presences.filter(seen_in_by=None).exclude(user__in=wanting).exists():
            raise Refused(_now("Nobody else has come in themselves to hear it: each person says it themselves."))

    def raise_hand(self, user: User) -> None:
        """Ask to speak, or take it back."""
        if not self.is_running:
            raise Refused(_now("This sync is closed."))
        self.project.refuse_archived()
        presence, _made = self.presences.get_or_create(user=user)
        presence.seen_in_by = None
        presence.raised_hand_at = None if presence.raised_hand_at else clock.now()
        presence.save()
        self.notify_pages()

    def notify_pages(self) -> None:
        """Tell open pages that people, the turn or the agenda changed; the sync itself records nothing of it."""
        notify_change(self.project_id, Head.seq_of(self.project_id), [self.change_key])

    def hand_to(self, user: User, *, by: User) -> None:
        """Let another person facilitate from here on."""
        with transaction.atomic():
            sync = self.locked_while_running()
            if sync.facilitator == user:
                raise Refused(_now("%(name)s facilitates already.") % {"name": user.name})
            sync.facilitator = user
            sync.save()
            sync.record_event(SyncEvent.FACILITATION_HANDED_OVER, by=by, personal={"person": user.name})

    # The point at hand ----------------------------------------------------------------------------------------------

    def turn_to(self, point: AgendaItem, *, by: User, at: datetime | None = None) -> None:
        """Put a point on the table; the one that was there leaves it. A proposal counts the sync that reached it."""
        with transaction.atomic():
            sync = self.locked_while_running()
            now = at or clock.now()
            sync.leave(now)
            point = sync.points.get(pk=point.pk)
            point.come_back(now)
            sync.at_hand = point
            sync.save()
            sync.reach(point)
            sync.record_event(SyncEvent.POINT_STARTED, by=by, at=at, point=str(point))

    def proposal_at(self, point: AgendaItem) -> Proposal | None:
        """Return the proposal a point is about, or None."""
        number = point.reference.removeprefix("P-")
        if not point.reference.startswith("P-") or not number.isdecimal():
            return None
        found: Proposal = (
            Proposal.objects.in_project(self.project).select_related("circle", "project").get(number=number)
        )
        return found

    def decision_at(self, point: AgendaItem) -> Decision | None:
        """Return the decision whose review is due at a point, or None."""
        number = point.reference.removeprefix("D-")
        if not number.isdecimal():
            return None
        found = Decision.objects.in_project(self.project).in_force().select_related("circle", "project", "owner")
        return found.filter(number=number).first()

    def action_at(self, point: AgendaItem) -> Action | None:
        """Return the action a point is about, or None."""
        number = point.reference.removeprefix("A-")
        if not point.reference.startswith("A-") or not number.isdecimal():
            return None
        found: Action | None = Action.objects.in_project(self.project).with_people().filter(number=number).first()
        return found

    def told(self) -> list[Decision]:
        """Return the decisions that this sync is told of, in the order of its agenda."""
        references = self.points.filter(part=Part.INFORMATION).order_by("place").values_list("reference", flat=True)
        numbers = [int(one.removeprefix("D-")) for one in references if one.removeprefix("D-").isdecimal()]
        found = Decision.objects.in_project(self.project).filter(number__in=numbers).with_suspension()
        by_number = {one.number: one for one in found.select_related("circle", "project", "proposal", "owner", "round")}
        return [by_number[number] for number in numbers if number in by_number]

    def clause_at(self, point: AgendaItem) -> Clause | None:
        """Return the suspect clause a point is about, or None."""
        if not point.reference.startswith("SPEC-"):
            return None
        return Clause.objects.in_project(self.project).for_lists().filter(key=point.reference).first()

    def track_at(self, point: AgendaItem) -> Track | None:
        """Return the track whose gate a point is, or None."""
        number = point.reference.removeprefix("T-")
        if point.kind != "gate" or not point.reference.startswith("T-") or not number.isdecimal():
            return None
        found = Track.objects.in_project(self.project).with_people().select_related("choice__decision")
        return found.filter(number=number).first()

    def reach(self, point: AgendaItem) -> None:
        """Let a proposal's round know that this sync has reached it (the caller holds the lock)."""
        proposal = self.proposal_at(point)
        round_ = proposal.open_round if proposal else None
        if not round_ or round_.sync_of_id is None:
            return
        deciding_sync = self.deciding_sync()
        if deciding_sync.decides_for(round_.sync_of_id):
            round_.count_sync(deciding_sync)

    def go_to_next_point(self, *, by: User, at: datetime | None = None) -> None:
        """Go on to the next point that was not yet on the table; after the last one comes the closing."""
        with transaction.atomic():
            sync = self.locked_while_running()
            place = sync.at_hand.place if sync.at_hand else 0
            open_ = sync.points.filter(ended_at=None).exclude(pk=sync.at_hand_id or 0)
            following = open_.filter(place__gt=place).first() or open_.first()
            if following:
                sync.turn_to(following, by=by, at=at)
                return
            sync.clear_table(by=by, at=at)

    def start_closing(self, *, by: User, at: datetime | None = None) -> None:
        """Come to the closing with points left: what was not reached waits for the next sync. Records
        `sync.closing_started`.
        """
        with transaction.atomic():
            sync = self.locked_while_running()
            if sync.stage is not None:
                raise Refused(_now("No point is on the table."))
            sync.clear_table(by=by, at=at)

    def clear_table(self, *, by: User, at: datetime | None) -> None:
        """Clear the table (the caller holds the lock)."""
        self.leave(at or clock.now())
        self.at_hand = None
        self.save()
        self.record_event(SyncEvent.CLOSING_STARTED, by=by, at=at)

    def leave(self, now: datetime) -> None:
        """Take the point at hand off the table (the caller holds the lock). What nothing came of is not dealt with: it
        is for the next sync, and counts as carried over once more.
        """
        point = self.at_hand
        if point and point.is_open:
            ending, came_of, words = self.left_as(point)
            self.end_point(point, now, ending, words, came_of)
        if point and point.part == Part.INFORMATION:  # a block: what is told is told with it
            for told in self.points.filter(part=Part.INFORMATION, ended_at=None).exclude(pk=point.pk):
                self.end_point(told, now, AgendaItem.Ending.SETTLED)

    def left_as(self, point: AgendaItem) -> tuple[str, str, str]:
        """Return how a point ends that nobody ended, with what came of it: the actions made of it, the proposals
        written of a tension, how a late action was done. Without any it is put off.
        """
        ending = AgendaItem.Ending
        made = list(self.outcomes.filter(point=point).order_by("pk").values_list("kind", "reference"))
        if actions := [reference for kind, reference in made if kind == OutcomeKind.ACTION]:
            return ending.SETTLED, "", ", ".join(actions)
        if point.has_come_to:
            return ending.SETTLED, "", ""
        if made:
            return ending.SETTLED, AgendaItem.CameOf.INFO, ""
        if point.kind == "tension":
            born = Proposal.objects.in_project(self.project).filter(tension__contains=point.text)
            words = ", ".join(each.reference for each in born.filter(created_at__gte=point.created_at))
            return (ending.SETTLED if words else ending.POSTPONED), "", words
        return self.found_as(point)

    def found_as(self, point: AgendaItem) -> tuple[str, str, str]:
        """Return how a point ends by what it is about: a proposal still in its round, an action still late and a review
        still due are open. What members added is about nothing but itself: they say when it is dealt with.
        """
        ending, came_of = AgendaItem.Ending, AgendaItem.CameOf
        day = self.project.day_of(self.starts_at)
        if action := self.action_at(point):
            if not action.is_open:
                return ending.SETTLED, "", action.done_how or action.dropped_why
            is_open, came_to = action.is_late(day), str(came_of.MOVED)
        elif proposal := self.proposal_at(point):
            is_open, came_to = proposal.open_round is not None, ""
        elif point.reference.startswith("D-"):
            decision = self.decision_at(point)
            is_due = decision is not None and decision.review_on <= day
            is_open, came_to = is_due and point.kind == "review", ""
        elif clause := self.clause_at(point):
            is_open, came_to = clause.is_suspect, ""
        elif track := self.track_at(point):
            is_open, came_to = track.is_at_gate(self.project.day_of(clock.now())), ""
        else:
            return ending.POSTPONED, "", ""
        return (ending.POSTPONED, came_of.OPEN, "") if is_open else (ending.SETTLED, came_to, "")

    def settle_point(self, point: AgendaItem, *, by: User, at: datetime | None = None) -> None:
        """Say that a point is dealt with, and go on to the next. Records `sync.point_settled`.

        :raises Refused: where what it is about is still open, and for a tension that nothing came of.
        """
        with transaction.atomic():
            sync = self.locked_while_running()
            point = sync.points.get(pk=point.pk)
            ending, came_of, words = sync.left_as(point)
            if (came_of and not CameOf(came_of).facts.is_end) or (
                point.kind == "tension" and ending != AgendaItem.Ending.SETTLED
            ):
                raise Refused(_now("This point is still open: bring it to an end, or postpone it to the next sync."))
            point.ending = ""
            self.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, words, came_of)
            sync.record_event(SyncEvent.POINT_SETTLED, by=by, at=at, point=str(point))
            sync.go_on_from(point, by=by, at=at)

    @staticmethod
    def end_point(point: AgendaItem, now: datetime, ending: str, words: str = "", came_of: str = "") -> None:
        """Write how a point ended (the caller holds the lock)."""
        point.ended_at, point.ending = point.ended_at or now, point.ending or ending
        if point.ending == AgendaItem.Ending.SETTLED and point.came_of == AgendaItem.CameOf.OPEN:
            point.came_of = ""  # it was passed over before, and now it came to an end
        point.words, point.came_of = words or point.words, came_of or point.came_of
        point.leave_table(now)

    def extend(self, *, by: User) -> None:
        """Give the point at hand two minutes more, once."""
        with transaction.atomic():
            sync = self.locked_while_running()
            point = sync.at_hand
            if point is None:
                raise Refused(_now("No point is on the table."))
            if point.extended_at:
                raise Refused(_now("This point has already had its two more minutes."))
            point.extended_at, point.seconds = clock.now(), point.seconds + EXTENSION_S
            point.save()
            sync.record_event(SyncEvent.POINT_EXTENDED, by=by, point=str(point))

    def postpone(self, point: AgendaItem, *, by: User, because: str = "", at: datetime | None = None) -> None:
        """Put a point off to the next sync, where it counts as carried over once more."""
        with transaction.atomic():
            sync = self.locked_while_running()
            point = sync.points.get(pk=point.pk)
            point.ending = ""
            self.end_point(point, at or clock.now(), AgendaItem.Ending.POSTPONED, because[:300])
            sync.record_event(SyncEvent.POINT_POSTPONED, by=by, at=at, point=str(point), because=because)
            sync.go_on_from(point, by=by, at=at)

    def go_on_from(self, point: AgendaItem, *, by: User, at: datetime | None = None) -> None:
        """Turn to the next point when this one was on the table (the caller holds the lock)."""
        if self.at_hand_id == point.pk:
            self.at_hand = point
            self.go_to_next_point(by=by, at=at)

    def add_outcome(
        self,
        kind: str,
        text: str,
        *,
        by: User,
        point: AgendaItem | None,
        reference: str = "",
        of: Item | None = None,
        owner: User | None = None,
        at: datetime | None = None,
    ) -> Outcome:
        """Write down one thing that came out (the caller holds the lock)."""
        outcome = self.outcomes.model(
            sync=self,
            kind=kind,
            text=text,
            made_by=by,
            point=point,
            reference=reference,
            owner=owner,
            address=of.get_absolute_url() if of else "",
            **({"made_at": at} if at else {}),
        )
        outcome.save()
        return outcome
