"""Who is in a circle, and in which roles."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now, RowNumber
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.event_types import CircleEvent
from circles.circles.models.circle import Circle
from circles.circles.models.role import VOICES, Role
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

WEEK_PERCENT = 100
"""A person's whole week; more than that in a project is more than they have."""


def holding(*roles: str) -> models.Exists:
    """Say of a membership whether it holds one of the roles now."""
    return models.Exists(Role.objects.held().filter(membership=models.OuterRef("pk"), kind__in=roles))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Finds memberships."""

    def current(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(ended_at=None)

    def current_at(self, moment: datetime | None) -> Self:
        """Keep those that had not ended at a moment (None, or one to come: now)."""
        return (
            self.current() if moment is None else self.filter(models.Q(ended_at=None) | models.Q(ended_at__gte=moment))
        )

    def in_role(self, *roles: str) -> Self:
        """Keep those that hold one of the roles now."""
        return self.filter(holding(*roles))

    def with_whole_week(self) -> Self:
        """Add `whole_week`: what the person's shares in the project's circles come to, in percent, where they have one
        here.
        """
        own = self.model.objects.filter(
            project=models.OuterRef("project"), user=models.OuterRef("user"), ended_at=None, share__isnull=False
        )
        whole = own.order_by().values("user").annotate(whole=models.Sum("share")).values("whole")
        is_said = models.When(share__isnull=False, then=models.Subquery(whole))
        return self.annotate(whole_week=models.Case(is_said, output_field=models.IntegerField()))

    def with_roles(self) -> Self:
        """Fetch person, circle and current roles (as `held`) along, in two queries."""
        held = models.Prefetch("roles", Role.objects.held().order_by("pk"), to_attr="held")
        return self.select_related("user", "circle").prefetch_related(held)

    def with_a_voice_in(self, circle: Circle | models.OuterRef) -> Self:
        """Keep the circle's own, and those of pilots and delegates of its open child circles."""
        voices = Role.objects.held().filter(membership=models.OuterRef("pk"), kind__in=VOICES)
        return self.current().filter(
            models.Q(circle=circle) | models.Q(models.Exists(voices), circle__parent=circle, circle__closed_at=None)
        )

    def piloting(self, circle: Circle | models.OuterRef) -> Self:
        """Keep those of the pilots of a circle, and of the general ones."""
        return self.current().in_role(Role.Kind.PILOT).filter(models.Q(circle=circle) | models.Q(circle__parent=None))

    def upholding(self, maker: str) -> models.Exists:
        """Return, for rows of a project, whether who made one (the field `maker`) is active and has one of these."""
        own = self.filter(user=models.OuterRef(maker), project=models.OuterRef("project"), user__is_active=True)
        return models.Exists(own)

    def foremost_in(self, circle: Circle, most: int) -> Self:
        """Keep at most `most` of the circle's own and `most` of the other voices: pilots, who holds a role, others; and
        of its own, further on (`place`), whose shares come to more than a week.
        """
        held = Role.objects.held().filter(membership=models.OuterRef("pk"))
        pilots, holds = models.Exists(held.filter(kind=Role.Kind.PILOT)), models.Exists(held)
        place = models.Window(
            RowNumber(),
            partition_by=[models.ExpressionWrapper(models.Q(circle=circle), models.BooleanField())],
            order_by=["-pilots", "-holds", "user__name", "pk"],
        )
        voices = self.with_a_voice_in(circle).annotate(pilots=pilots, holds=holds)
        found = voices.annotate(place=place).with_whole_week()
        too_much = models.Q(circle=circle, whole_week__gt=WEEK_PERCENT)
        return found.filter(models.Q(place__lte=most) | too_much).order_by("place")

    def of_each(self, people: Iterable[User]) -> "list[tuple[User, list[Membership]]]":
        """Return each of the people, in their order, with what is kept of theirs."""
        people = list(people)
        found: dict[UUID, list[Membership]] = {}
        for membership in self.filter(user__in=people):
            found.setdefault(membership.user_id, []).append(membership)
        return [(user, found.get(user.pk, [])) for user in people]


class Membership(Subject):
    """One person in one circle, from when to when."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    started_at = models.DateTimeField(_("since"), db_default=Now())
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    share = models.PositiveSmallIntegerField(
        _("share of the week"), null=True, blank=True, help_text=_("In percent; empty: not said.")
    )

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "user"], condition=models.Q(ended_at=None), name="in_a_circle_once"
            ),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=WEEK_PERCENT), name="share_of_a_week"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "user"], condition=models.Q(ended_at=None), name="who_is_in"),
        ]

    def __str__(self) -> str:
        return self.circle.name

    def get_absolute_url(self) -> str:
        """Lead to the circle."""
        return self.circle.get_absolute_url()

    def recipients_among(self, people: Mapping[User, str]) -> dict[User, str]:
        """Let whose membership it is hear also that it ended."""
        return super().recipients_among(people) | {user: reason for user, reason in people.items() if user == self.user}

    def take_role(
        self,
        role: str,
        *,
        by: User | None,
        at: datetime | None = None,
        purpose: str = "",
        accountabilities: str = "",
        ends_on: date | None = None,
    ) -> Role:
        """Return the person a role here, to the end of `ends_on` or for good; words that are none of the four known
        roles make an own role, which has a purpose and accountabilities (one on each line).
        """
        with transaction.atomic():
            membership = self.locked()
            membership.let_terms_end()
            kind, name = Role.named(role)
            membership.refuse_role(kind, name)
            Role.refuse_words(kind, purpose, accountabilities)
            membership.refuse_no_lasting_pilot(kind, ends_on)
            around = membership.circle.parent if kind in VOICES else None
            recipients = membership.recipients_of_a_voice_in(around, by) if around else {}
            taken = membership.roles.model(
                membership=membership, kind=kind, name=name, purpose=purpose, accountabilities=accountabilities
            )
            taken.started_at = at or clock.now()
            taken.last_until(ends_on, membership.project.zone, taken.started_at)
            taken.save()
            membership.record_event(
                CircleEvent.ROLE_GIVEN,
                by=by,
                at=at,
                people=recipients,
                personal={"person": membership.user.name},
                role=role,
                purpose=purpose,
                until=ends_on.isoformat() if ends_on else "",
                voice_in=around.name if around else "",
                also=["people", *([around.change_key] if around else [])],
            )
        return taken

    def refuse_role(self, kind: str, name: str) -> None:
        """Raise `Refused` for a role that the person holds, an own one without words, and a second delegate."""
        if kind == Role.Kind.OWN and not name:
            raise Refused(_now("Say what the role is called."))
        if self.roles.held().filter(kind=kind, name=name).exists():
            raise Refused(_now("This role is held by this person already."))
        if kind == Role.Kind.DELEGATE:
            self.refuse_second_delegate()

    def refuse_second_delegate(self) -> None:
        """Raise `Refused` where a person is delegate already: a circle sends one, beside its pilot."""
        delegate = self.circle.people_in("delegate").first()
        if delegate is not None:
            raise Refused(_now("%(name)s is the delegate; end that role first.") % {"name": delegate.name})

    def recipients_of_a_voice_in(self, around: Circle, by: User | None) -> dict[User, str]:
        """Return whom to notify that the person will speak in the circle around: those who lead it, unless one of them
        gives the role or the person speaks there already.
        """
        leaders = around.people_in("pilot", "facilitator")
        if by in leaders or type(self).objects.with_a_voice_in(around).filter(user=self.user).exists():
            return {}
        return dict.fromkeys(leaders, "circle")

    def held_role(self, role: str) -> Role:
        """Return the role of that name which the person holds here.

        :raises Refused: when they do not.
        """
        kind, name = Role.named(role)
        held = self.roles.held().filter(kind=kind, name=name).first()
        if held is None:
            raise Refused(_now("This role is not held by this person."))
        return held

    def renew_role(self, role: str, ends_on: date | None, *, by: User | None, at: datetime | None = None) -> None:
        """Let a role of the person last to the end of another day, or (None) for good."""
        with transaction.atomic():
            membership = self.locked()
            held = membership.held_role(role)
            membership.refuse_no_lasting_pilot(held.kind, ends_on)
            before = held.ends_on
            held.last_until(ends_on, membership.project.zone, at or clock.now())
            held.save()
            membership.record_event(
                CircleEvent.ROLE_TERM_SET,
                by=by,
                at=at,
                people={membership.user: "circle"},
                personal={"person": membership.user.name},
                also=["people"],
                role=role,
                until=ends_on.isoformat() if ends_on else "",
                before=before.isoformat() if before else "",
            )

    def word_role(self, role: str, *, purpose: str, accountabilities: str, by: User) -> None:
        """Say what an own role of the person is for, and what can be expected of it (one on each line)."""
        with transaction.atomic():
            membership = self.locked()
            held = membership.held_role(role)
            Role.refuse_words(held.kind, purpose, accountabilities)
            held.purpose, held.accountabilities = purpose, accountabilities
            held.save()
            membership.record_event(
                CircleEvent.ROLE_DESCRIBED,
                by=by,
                people={membership.user: "circle"},
                personal={"person": membership.user.name},
                also=["people"],
                role=role,
                purpose=purpose,
                expected="; ".join(held.expected),
            )

    def leave_role(self, role: str, *, by: User | None) -> None:
        """End a role of the person here."""
        with transaction.atomic():
            membership = self.locked()
            held = membership.held_role(role)
            membership.refuse_last_pilot(held.kind)
            held.ended_at = clock.now()
            held.save()
            membership.record_event(
                CircleEvent.ROLE_ENDED, by=by, personal={"person": membership.user.name}, role=role, also=["people"]
            )

    def let_terms_end(self) -> int:
        """Write the end of roles whose term is over; returns how many. They count as not held before it is written."""
        with transaction.atomic():
            membership = self.locked()
            lapsed = list(membership.roles.lapsed())
            for role in lapsed:
                role.ended_at = role.lapses_at
                role.save()
                membership.record_event(CircleEvent.ROLE_EXPIRED, by=None, **membership.of_term(role))
        return len(lapsed)

    def forewarn(self, *, at: datetime | None = None) -> int:
        """Tell the person and who pilots the circle of terms that end within a week; returns of how many."""
        with transaction.atomic():
            membership, now = self.locked(), at or clock.now()
            ending = list(membership.roles.to_forewarn(now))
            for role in ending:
                role.forewarned_at = now
                role.save()
                membership.record_event(CircleEvent.ROLE_EXPIRY_ANNOUNCED, by=None, at=at, **membership.of_term(role))
        return len(ending)

    def of_term(self, role: Role) -> dict[str, Any]:
        """Return what is told of a term: of which role, and to whom. The person hears of it, and who pilots the
        circle or else the one around.
        """
        circle = self.circle
        pilots = circle.people_in("pilot").exclude(pk=self.user_id)
        leaders = pilots or (circle.parent.people_in("pilot") if circle.parent else pilots)
        return {
            "people": dict.fromkeys({self.user, *leaders}, "circle"),
            "personal": {"person": self.user.name},
            "also": ["people"],
            "role": role.words,
            "until": role.ends_on.isoformat() if role.ends_on else "",
        }

    def give_time(self, share: int | None, *, by: User, at: datetime | None = None) -> None:
        """Say how much of their week the person has for the circle, in percent; None: not said. More than a whole week
        in all is shown and never refused.
        """
        with transaction.atomic():
            membership = self.locked()
            if share is not None and not 0 < share <= WEEK_PERCENT:
                raise Refused(_now("A share of the week is between 1 and 100 percent."))
            before, membership.share = membership.share, share
            membership.save()
            membership.record_event(
                CircleEvent.TIME_SHARE_SET,
                by=by,
                at=at,
                people={membership.user: "circle"},
                personal={"person": membership.user.name},
                also=["people"],
                percent=share,
                before=before,
            )

    def end(self, *, by: User, at: datetime | None = None) -> None:
        """End the membership; who leaves the last circle of a project loses access at once, sockets included."""
        with transaction.atomic():
            membership = self.locked()
            if membership.ended_at:
                raise Refused(_now("This membership has ended already."))
            membership.refuse_last_pilot(Role.Kind.PILOT)
            membership.ended_at = at or clock.now()
            membership.save()
            membership.project.let_go(membership.user, clock.now())
            person = {"person": membership.user.name}
            people = {membership.user: "circle"}
            membership.record_event(
                CircleEvent.MEMBERSHIP_ENDED,
                by=by,
                at=at,
                people=people,
                personal=person,
                also=["people"],
            )
            membership.user.end_access()

    def refuse_last_pilot(self, kind: str) -> None:
        """Raise `Refused` where this pilot's going would leave the general circle without one that stays."""
        if kind == Role.Kind.PILOT and self.circle.is_general and not self.others_pilot():
            raise Refused(_now("The general circle needs a pilot; name another one first."))

    def refuse_no_lasting_pilot(self, kind: str, ends_on: date | None) -> None:
        """Raise `Refused` where the last pilot of the general circle would be one only for a term."""
        if ends_on is not None:
            self.refuse_last_pilot(kind)

    def others_pilot(self) -> bool:
        """Return whether another person is pilot here, with no end to it."""
        lasting = Role.objects.filter(membership=models.OuterRef("pk"), kind=Role.Kind.PILOT, ended_at=None)
        others = self.circle.memberships.current().exclude(pk=self.pk)
        return others.filter(models.Exists(lasting.filter(lapses_at=None))).exists()
