"""Elections: who holds a role in a circle, found by nominations with reasons, a change round, and consent."""

from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Role, ThingQuerySet
from circles.projects.models import Project, Subject
from decisions.decisions.models import Proposal
from foundation.web.exceptions import Refused


class Phase(StrEnum):
    """Where an election stands, computed from its facts."""

    NOMINATING = "nominating"
    CHANGING = "changing"
    CONSENTING = "consenting"
    FILLED = "filled"
    ENDED = "ended"


class ElectionQuerySet(ThingQuerySet["Election"]):
    """Finds elections."""

    def open(self) -> Self:
        """Leave out those that have filled their role or were ended."""
        return self.filter(filled_at=None, ended_at=None)

    def for_pages(self) -> Self:
        """Fetch what pages show."""
        return self.select_related("project", "circle__project", "circle__parent", "nominee", "proposal", "begun_by")


class Election(Subject):
    """The election of a role of a circle: one that every circle knows, or one of its own, with what it is for. The
    role lasts to the end of `ends_on`, or for good.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="elections")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="elections", verbose_name=_("circle"))
    role = models.CharField(_("role"), max_length=120)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    accountabilities = models.TextField(_("what can be expected of it"), blank=True, help_text=_("One on each line."))
    ends_on = models.DateField(_("last day of the term"), null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    begun_at = models.DateTimeField(_("begun"), db_default=Now())
    changing_at = models.DateTimeField(_("change round opened"), null=True, blank=True)
    nominee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("put to consent"),
    )  # fmt: skip
    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="election", verbose_name=_("proposal")
    )
    filled_at = models.DateTimeField(_("filled"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=300, blank=True)

    objects = ElectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "role"],
                condition=models.Q(filled_at=None, ended_at=None),
                name="one_open_election_of_a_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role_label} · {self.circle.name}"

    @property
    def headline(self) -> str:
        """Return role and circle in the project's language, which record and inboxes keep, whoever acts."""
        with translation.override(self.project.language):
            return str(self)

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("elections:election", args=[self.project.slug, self.pk])

    @property
    def kind_of_role(self) -> str:
        """Return the kind of role that is elected."""
        return Role.named(self.role)[0]

    @property
    def role_label(self) -> str:
        """Return the role in words: its name, in the reader's language where every circle knows it."""
        kind, name = Role.named(self.role)
        return name or str(Role.Kind(kind).label)

    @property
    def expected(self) -> list[str]:
        """Return what can be expected of the role, line by line."""
        return [line.strip() for line in self.accountabilities.splitlines() if line.strip()]

    @property
    def phase(self) -> Phase:
        """Return where it stands. Where the person put to consent found none, nominations are looked at again."""
        if self.filled_at:
            return Phase.FILLED
        if self.ended_at:
            return Phase.ENDED
        if self.proposal is not None and not (self.proposal.withdrawn_at or self.proposal.lapsed_at):
            return Phase.CONSENTING
        return Phase.CHANGING if self.shows_reasons else Phase.NOMINATING

    @property
    def shows_reasons(self) -> bool:
        """Return whether all nominations are read by all: from the change round on, however the election ends."""
        return self.changing_at is not None

    def refuse_phase(self, *phases: Phase) -> None:
        """Raise `Refused` unless it stands in one of these phases."""
        if self.phase not in phases:
            raise Refused(REFUSALS[self.phase]())

    def standing_nominations(self) -> "list[Nomination]":
        """Return each person's last nomination, oldest first."""
        latest = {one.by_id: one for one in self.nominations.select_related("by", "nominee").order_by("pk")}
        return sorted(latest.values(), key=lambda one: one.pk)


REFUSALS = {
    Phase.NOMINATING: lambda: _now("People are still nominating."),
    Phase.CHANGING: lambda: _now("The change round is open already."),
    Phase.CONSENTING: lambda: _now("A person is put to consent: speak to that proposal."),
    Phase.FILLED: lambda: _now("This election has filled its role."),
    Phase.ENDED: lambda: _now("This election was ended."),
}


class Nomination(models.Model):
    """Whom one person nominates, and why; the last one of each person counts. Append-only: no history needed."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="nominations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    nominee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("nominated")
    )
    reason = models.CharField(_("reason"), max_length=600)
    in_change_round = models.BooleanField(_("in the change round"), default=False)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.by} → {self.nominee}"


def proposal_election(proposal: Proposal) -> Election | None:
    """Return the election whose candidate a proposal puts to consent, or None."""
    return Election.objects.for_pages().filter(proposal=proposal.pk).first()


def open_elections(project: UUID) -> ElectionQuerySet:
    """Return the elections of a project that go on."""
    return Election.objects.filter(project=project).open().for_pages()
