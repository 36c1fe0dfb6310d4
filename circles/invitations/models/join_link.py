"""A link by which many join a circle, until its last day or until a pilot turns it off."""

import secrets
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models.circle import Circle
from circles.circles.models.membership import Membership
from circles.circles.models.role import VOICES, Role
from circles.invitations.event_types import InvitationEvent
from circles.invitations.models.guest import refuse_day
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MOST_DAYS = 366
SIGNER = signing.Signer(salt="circles.join_link", sep=".")


class JoinLinkQuerySet(models.QuerySet["JoinLink"]):
    """Finds links to join."""

    def turned_on(self) -> Self:
        """Keep those that nobody turned off; the day of one may be over."""
        return self.filter(ended_at=None)

    def upheld(self) -> Self:
        """Keep those whose maker could make them today: they pilot the circle, or the general one."""
        return self.filter(Membership.objects.piloting(models.OuterRef("circle")).upholding("made_by"))

    def by_secret(self, secret: str) -> Self:
        """Keep the one of an address; none for an address that was not made here."""
        try:
            return self.filter(key=SIGNER.unsign(secret))
        except signing.BadSignature:
            return self.none()


class JoinLink(Subject):
    """A way into a circle for whoever has the address, which is made of `key` and of this server's own secret: nobody
    who reads the database knows it. A circle has one at a time.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="join_links")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="join_links", verbose_name=_("circle"))
    role = models.CharField(_("role"), max_length=12, blank=True, choices=Role.Kind)
    key = models.CharField(max_length=32, unique=True, editable=False)
    ends_on = models.DateField(_("last day"))
    joined = models.PositiveIntegerField(_("people who joined"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now())
    ended_at = models.DateTimeField(_("turned off"), null=True, blank=True)

    objects = JoinLinkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("join link")
        verbose_name_plural = _("join links")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle"], condition=models.Q(ended_at=None), name="one_join_link")
        ]

    def __str__(self) -> str:
        return self.circle.name

    def get_absolute_url(self) -> str:
        """Lead to the page of the circle's link."""
        return reverse("circles:join_link", args=[self.project.slug, self.circle.key])

    @property
    def address(self) -> str:
        """Return the address that lets people in."""
        return f"{settings.BASE_URL}{reverse('circles:join', args=[SIGNER.sign(self.key)])}"

    @property
    def is_over(self) -> bool:
        """Return whether its last day has passed."""
        return self.project.day_of(clock.now()) > self.ends_on

    @property
    def is_open(self) -> bool:
        """Return whether it lets people in: it is on, its maker may still make one, and its circle is open, of a
        project that is not archived.
        """
        place = self.circle.is_closed or self.project.is_archived
        stands = self.ended_at is None and not self.is_over and not place
        return stands and self.is_upheld

    @property
    def is_upheld(self) -> bool:
        """Return whether who made it could make it today; whoever leads the circle now makes one of their own."""
        return type(self).objects.filter(pk=self.pk).upheld().exists()

    def is_new_to(self, user: User | AnonymousUser) -> bool:
        """Return whether a person was never in its circle."""
        return not self.circle.memberships.filter(user=user.pk).exists()

    def has_ended_for(self, user: User) -> bool:
        """Return whether a person was in its circle, or in its project, and no longer is: people let them in again, by
        an invitation.
        """
        was_there = self.project.memberships.filter(user=user)
        has_left_project = was_there.exists() and not was_there.current().exists()
        return has_left_project or was_there.filter(circle=self.circle).exclude(ended_at=None).exists()

    @classmethod
    def make(cls, circle: Circle, *, by: User, ends_on: date, role: str = "") -> "JoinLink":
        """Make a link; the circle's earlier one is turned off. Pilots and delegates are named by people, not by a link.

        :raises Refused: for a role that speaks elsewhere, a day that has passed, or one more than a year away.
        """
        with transaction.atomic():
            circle = circle.locked()
            if circle.is_closed:
                raise Refused(_now("This circle is closed; no one can join it."))
            if role in VOICES or role == Role.Kind.OWN:
                raise Refused(_now("A link cannot give this role; assign it to the person instead."))
            refuse_day(ends_on, circle.project.zone, clock.now(), most=MOST_DAYS)
            for earlier in circle.join_links.turned_on():
                earlier.ended_at = clock.now()
                earlier.save()
            link = cls.objects.create(
                project=circle.project, circle=circle, role=role, key=secrets.token_hex(16), ends_on=ends_on, made_by=by
            )
            link.record_event(
                InvitationEvent.JOIN_LINK_MADE, by=by, also=["people"], until=ends_on.isoformat(), role=role
            )
        return link

    def turn_off(self, *, by: User) -> None:
        """Let nobody in by it any more; a new one has another address."""
        with transaction.atomic():
            link = self.locked()
            if link.ended_at:
                raise Refused(_now("This link is already turned off."))
            link.ended_at = clock.now()
            link.save()
            link.record_event(InvitationEvent.JOIN_LINK_TURNED_OFF, by=by, also=["people"])

    def join(self, *, by: User) -> Membership | None:
        """Come into the circle by it; None for who is in already.

        :raises Refused: where it is turned off, or its time is over; and for who was there before.
        """
        with transaction.atomic():
            link = self.locked()
            if not link.is_open:
                raise Refused(_now("This link no longer works. Ask the person who shared it for a new one."))
            if link.circle.memberships.current().filter(user=by).exists():
                return None
            if link.has_ended_for(by):
                raise Refused(_now("You were here before, and no longer are. Ask a pilot for an invitation."))
            link.joined += 1
            link.save(update_fields=["joined"])
            link.circle.admit(by, by=by, invited_by=link.made_by, came_by=InvitationEvent.MEMBER_JOINED_BY_LINK)
            membership = link.circle.memberships.current().get(user=by)
            if link.role:
                membership.take_role(link.role, by=link.made_by)
        return membership
