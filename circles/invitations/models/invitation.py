"""Ask a person into a circle by a link that is bound to their address, works once and expires."""

import secrets
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models.circle import Circle
from circles.circles.models.membership import Membership
from circles.circles.models.role import Role
from circles.invitations.event_types import InvitationEvent
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User, digest
from foundation.audit import clock
from foundation.audit.event_types import EventType
from foundation.inbox.email_html import letter
from foundation.inbox.models import OutgoingEmail, one_line
from foundation.web.exceptions import Refused
from foundation.web.formatting import day
from foundation.web.throttling import throttle

LIFE = timedelta(days=14)
INVITATIONS_AN_HOUR = 100
"""That one person may send: anyone may make a project, and strangers get these."""
AGAIN_AN_HOUR = 2
"""So often one address gets the same invitation again, whoever sends it."""


ROLES = (Role.Kind.PILOT, Role.Kind.FACILITATOR, Role.Kind.SECRETARY)
"""Which an invitation can give; a circle's own people choose their delegate."""


BY_EMAIL = signing.Signer(salt="circles.invitation by e-mail")


def masked(address: str) -> str:
    """Return an e-mail address so that who knows it recognises it, and nobody else learns it: b…@ronde.example."""
    local, _, host = address.partition("@")
    return f"{local[:1]}…@{host}"


def as_mailed(link: str, secret: str) -> str:
    """Return the link as only the e-mail has it: who comes by it reads the e-mails of that address. Whoever invites
    sees the plain one, and must not confirm an address of another person's with it.
    """
    return f"{link}?mailed={BY_EMAIL.signature(secret)}"


def is_as_mailed(secret: str, mark: str) -> bool:
    """Return whether a link with this secret and mark is one that an e-mail had."""
    return constant_time_compare(mark, BY_EMAIL.signature(secret))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Finds invitations."""

    def waiting(self) -> Self:
        """Keep those that can still be taken."""
        return self.unanswered().filter(expires_at__gt=Now())

    def unanswered(self) -> Self:
        """Keep those that nobody took, nor took back; the time of one may be over."""
        return self.filter(taken_at=None, withdrawn_at=None)

    def upheld(self) -> Self:
        """Keep those whose sender could send them today: they have a voice in the circle, or pilot the general one."""
        circle = models.OuterRef("circle")
        seats = Membership.objects.with_a_voice_in(circle) | Membership.objects.piloting(circle)
        return self.filter(seats.upholding("invited_by"))

    def by_secret(self, secret: str) -> Self:
        """Keep the one a link's secret opens."""
        return self.filter(digest=digest(secret))


class Invitation(Subject):
    """An invitation into a circle; only the hash of its secret is kept."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="invitations")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("circle"))
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, blank=True, choices=Role.Kind)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("made"), db_default=Now())
    expires_at = models.DateTimeField(_("expires"))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["digest"])

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "email"],
                condition=models.Q(taken_at=None, withdrawn_at=None),
                name="one_waiting_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.circle.name

    def get_absolute_url(self) -> str:
        """Lead to the people of the project."""
        return reverse("circles:people", args=[self.project.slug])

    @classmethod
    def send(
        cls,
        circle: Circle,
        email: str,
        *,
        by: User,
        role: str = "",
        event: EventType = InvitationEvent.INVITATION_SENT,
    ) -> str:
        """Invite an address, to a role if one is named; posts the e-mail and gives the link (the only time its secret
        is known).

        An earlier waiting invitation of the same address to the same circle is replaced.

        :raises Throttled: when they invited a hundred within the hour.
        """
        if role and role not in ROLES:
            raise Refused(_now("An invitation cannot give this role; assign it to the person instead."))
        throttle(by.pk, "invitation", most=INVITATIONS_AN_HOUR, within=timedelta(hours=1))
        email = email.strip().lower()
        secret = secrets.token_urlsafe(32)
        with transaction.atomic():
            circle = circle.locked()
            if circle.is_closed:
                raise Refused(_now("This circle is closed; no one can join it."))
            if circle.memberships.current().filter(user__email=email).exists():
                raise Refused(_now("Someone with this address is already in this circle."))
            now = clock.now()
            for earlier in circle.invitations.unanswered().filter(email=email):
                earlier.withdrawn_at = now
                earlier.save()
            invitation = cls.objects.create(
                project=circle.project,
                circle=circle,
                email=email,
                role=role,
                digest=digest(secret),
                invited_by=by,
                expires_at=now + LIFE,
            )
            invitation.record_event(event, by=by, personal={"address": email}, also=["people"])
            link = f"{settings.BASE_URL}{reverse('circles:invitation', args=[secret])}"
            invitation.post_email(as_mailed(link, secret), by)
        return link

    def send_again(self, *, by: User) -> str:
        """Send the e-mail with a new link, which has its whole time; the earlier link ends.

        :raises Refused: for one that was taken or taken back.
        :raises Throttled: when this address got it twice within the hour.
        """
        if self.taken_at or self.withdrawn_at:
            raise Refused(_now("This invitation has already been used or withdrawn; send a new one."))
        throttle(f"{self.circle_id}:{self.email}", "invitation_again", most=AGAIN_AN_HOUR, within=timedelta(hours=1))
        event = InvitationEvent.INVITATION_SENT_AGAIN
        return type(self).send(self.circle, self.email, by=by, role=self.role, event=event)

    def withdraw(self, *, by: User) -> None:
        """Take the invitation back: its link lets nobody in."""
        with transaction.atomic():
            invitation = self.locked()
            if invitation.taken_at or invitation.withdrawn_at:
                raise Refused(_now("This invitation has already been used or withdrawn; send a new one."))
            invitation.withdrawn_at = clock.now()
            invitation.save()
            personal = {"address": invitation.email}
            invitation.record_event(InvitationEvent.INVITATION_WITHDRAWN, by=by, personal=personal, also=["people"])

    def post_email(self, link: str, by: User) -> None:
        """Write the e-mail in the language of who has this address here, or else of the project."""
        words = {
            "name": one_line(by.name),
            "circle": one_line(self.circle.name),
            "project": one_line(self.project.name),
            "link": link,
        }
        with translation.override(User.language_of(self.email) or self.project.language):
            words["until"] = day(self.expires_at.astimezone(self.project.zone).date())
            subject = _now("%(name)s invites you to %(project)s") % words
            text = _now(
                "%(name)s invites you to join the circle %(circle)s of the project %(project)s.\n\n"
                "%(link)s\n\nThe link works once, for this address, until %(until)s."
            )
            html = letter(subject, text % words, to=self.email, buttons={link: _now("See the invitation")})
        OutgoingEmail.post(f"invitation:{self.pk}", to=self.email, subject=subject, text=text % words, html=html)

    @property
    def is_expired(self) -> bool:
        """Return whether its time is over."""
        return self.expires_at <= clock.now()

    @property
    def is_waiting(self) -> bool:
        """Return whether it can still be taken: nobody did, nobody took it back, and its time is not over."""
        return not self.taken_at and not self.withdrawn_at and not self.is_expired

    @property
    def is_open(self) -> bool:
        """Return whether it lets its person in: it waits, its sender could still send it, and its circle is open, of a
        project that is not archived.
        """
        is_shut = self.circle.is_closed or self.project.is_archived
        return self.is_waiting and not is_shut and self.is_upheld

    @property
    def is_upheld(self) -> bool:
        """Return whether who sent it could send it today; else a person who can sends it again."""
        return type(self).objects.filter(pk=self.pk).upheld().exists()

    @property
    def sender_may_give_roles(self) -> bool:
        """Return whether who sent it pilots the circle, the one around it or the general one today."""
        pilots = Membership.objects.piloting(self.circle)
        if self.circle.parent:
            pilots |= Membership.objects.piloting(self.circle.parent)
        return pilots.filter(user=self.invited_by, project=self.project, user__is_active=True).exists()

    def accept(self, *, by: User) -> None:
        """Enter the circle, with the role if its sender may give it still.

        :raises Refused: to another address, after its end, twice, or when its sender may let nobody in.
        """
        with transaction.atomic():
            invitation = self.locked()
            if not invitation.is_open:
                raise Refused(_now("This invitation no longer works; ask for a new one."))
            if (by.email or "").lower() != invitation.email:
                raise Refused(_now("This invitation is for another address; sign in with that one."))
            invitation.taken_at = clock.now()
            invitation.save()
            if invitation.circle.memberships.current().filter(user=by).exists():
                return
            roles = [invitation.role] if invitation.role and invitation.sender_may_give_roles else []
            invitation.circle.admit(
                by,
                by=by,
                invited_by=invitation.invited_by,
                came_by=InvitationEvent.INVITATION_ACCEPTED,
                roles=roles,
            )
