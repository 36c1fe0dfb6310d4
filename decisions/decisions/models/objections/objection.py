"""An objection: five answers, the verdict they add up to, and how it was lifted."""

from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Fundamental
from circles.circles.queries.user_roles import roles_of
from decisions.decisions import deadlines, objection_tests
from decisions.decisions.models.objections.reopening import ObjectionReopening
from decisions.decisions.models.rounds.absence import deputy_of
from decisions.decisions.models.rounds.position import Position
from decisions.decisions.models.rounds.round import Round
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.text.quoting import is_quoted
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Finds objections."""

    def standing(self) -> Self:
        """Keep the valid ones that nobody has lifted."""
        return self.filter(blocks=True, lifted_at=None)

    def lifted_by_others(self) -> Self:
        """Keep those that were lifted by another person than the objector, or the deputy who had put it for them."""
        found = self.filter(lifted_by__isnull=False).exclude(lifted_by=models.F("by"))
        deputy = models.Q(position__deputy__isnull=False, position__deputy=models.F("lifted_by"))
        return found.filter(~deputy)

    def by(self, user: User) -> Self:
        """Keep one person's."""
        return self.filter(by=user)

    def of_undecided(self) -> Self:
        """Leave out those to adopted, withdrawn and lapsed proposals."""
        return self.filter(proposal__withdrawn_at=None, proposal__lapsed_at=None, proposal__decision=None)


class Objection(models.Model):
    """What could go wrong, and for which of the essentials. `blocks` is the verdict when it was put. Who lifts it is
    the objector, or a facilitator whom nobody answered; then the objector may reopen it once.
    """

    TEST_FIELDS = (*(name for test in objection_tests.Test for name in test.facts.fields), "against", "quote")

    class Danger(models.TextChoices):
        """Where the danger comes from."""

        FROM_PROPOSAL = objection_tests.Danger.FROM_PROPOSAL.value, _("from this proposal")
        ALREADY_THERE = objection_tests.Danger.ALREADY_THERE.value, _("already there without it")

    class Certainty(models.TextChoices):
        """Whether the harm is certain, and if not, whether it is seen in time."""

        CERTAIN = objection_tests.Certainty.CERTAIN.value, _("certain")
        POSSIBLE_LATE = objection_tests.Certainty.POSSIBLE_LATE.value, _("possible, seen too late to react")
        POSSIBLE_IN_TIME = objection_tests.Certainty.POSSIBLE_IN_TIME.value, _("possible, seen in time to react")

    proposal = models.ForeignKey("decisions.Proposal", on_delete=models.PROTECT, related_name="objections")
    position = models.OneToOneField(Position, on_delete=models.PROTECT, related_name="objection")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="objections", verbose_name=_("objector")
    )
    element = models.ForeignKey(
        Fundamental,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("element"),
    )
    harm = models.TextField(_("what would happen to it"), blank=True)
    danger = models.CharField(_("where the danger comes from"), max_length=16, choices=Danger, blank=True)
    fix_days = models.PositiveIntegerField(_("working days to put it right"), null=True, blank=True)
    fix_cost = models.DecimalField(_("money to put it right"), max_digits=14, decimal_places=2, null=True, blank=True)
    cannot_be_fixed = models.BooleanField(_("cannot be put right"), default=False)
    certainty = models.CharField(_("how certain"), max_length=20, choices=Certainty, blank=True)
    evidence = models.TextField(_("fact, measurement, rule or quote"), blank=True)
    against = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="objections_quoting_it"
    )
    quote = models.TextField(_("quoted words of the decision"), blank=True)
    acceptable_days = models.PositiveIntegerField(null=True, help_text=_("As the element declared when it was put."))
    acceptable_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    blocks = models.BooleanField(_("blocks"))
    put_at = models.DateTimeField(_("put"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lifted_because = models.TextField(_("how it was lifted"), blank=True)

    objects = ObjectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "by"],
                condition=models.Q(blocks=True, lifted_at=None),
                name="one_standing_objection_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.harm or self.quote}"[:120]

    @property
    def integration_url(self) -> str:
        """Return the screen on which it is integrated."""
        return reverse("decisions:integration", args=[self.proposal.project.slug, self.proposal.number, self.pk])

    @property
    def stands(self) -> bool:
        """Return whether it holds the decision up now."""
        return self.blocks and self.lifted_at is None

    @property
    def named(self) -> str:
        """Return the key of what it names: the element it defends, else the decision it quotes."""
        against = self.against.reference if self.against else ""
        return self.element.reference if self.element else against

    @property
    def verdict(self) -> objection_tests.Verdict:
        """Weigh the answers that were given, by what the element declared then."""
        return objection_tests.verdict(self.tests_given())

    def tests_given(self) -> objection_tests.ObjectionTests:
        """Return what was given for the tests as the rule takes them."""
        return objection_tests.ObjectionTests(
            element=self.element.reference if self.element else None,
            harm=self.harm,
            danger=objection_tests.Danger(self.danger) if self.danger else None,
            fix_days=self.fix_days,
            fix_cost=self.fix_cost,
            cannot_be_fixed=self.cannot_be_fixed,
            certainty=objection_tests.Certainty(self.certainty) if self.certainty else None,
            evidence=self.evidence,
            acceptable=objection_tests.Acceptable(self.acceptable_days, self.acceptable_cost),
            against_decision=self.against.number if self.against and self.is_fit_to_quote else None,
            quote=self.quote,
        )

    @property
    def is_fit_to_quote(self) -> bool:
        """Return whether what it quotes counts: as it was when it was put, now while it is being typed."""
        return self.pk is not None or not self.misquoted()

    def misquoted(self) -> str:
        """Return why the decision that it quotes is no ground for it; nothing where it is one, or none is named."""
        if self.against is None:
            return ""
        names = {"reference": self.against.reference}
        if not self.against.is_in_force:
            return _now("%(reference)s is no longer in force.") % names
        if self.against_id in (self.proposal.replaces_id, self.proposal.revokes_id):
            return _now("This proposal puts %(reference)s out of force: that is no ground against it.") % names
        if not is_quoted(self.quote, f"{self.against.title}\n{self.against.text}"):
            return _now("These words are not in %(reference)s: quote a few as they stand there.") % names
        return ""

    def refuse_misquoted(self) -> None:
        """Raise `Refused` where it quotes a decision that is no ground for it; the caller holds the lock."""
        if self.against is not None:
            self.against.refresh_from_db(fields=["superseded_at", "revoked_at"])
        if why := self.misquoted():
            raise Refused(why)

    def weigh(self) -> objection_tests.Verdict:
        """Keep what the element declares acceptable now, and the verdict."""
        if self.element:
            self.acceptable_days, self.acceptable_cost = (
                self.element.acceptable_fix_days,
                acceptable_cost(self.element),
            )
        found = self.verdict
        self.blocks = found.blocks
        return found

    # Lifting ----------------------------------------------------------------------------------------------------------

    @property
    def lifted_by_another(self) -> bool:
        """Return whether it was not the objector who lifted it, nor the deputy who had put it for them."""
        return self.lifted_by_id not in (None, self.by_id) and not self.lifted_by_deputy

    @property
    def lifted_by_deputy(self) -> bool:
        """Return whether the deputy lifted it who had put it for who was away."""
        return self.lifted_by_id is not None and self.lifted_by_id == self.position.deputy_id

    @property
    def reopened(self) -> ObjectionReopening | None:
        """Return how the objector reopened it, or None."""
        return getattr(self, "reopening", None)

    @property
    def may_come_back(self) -> bool:
        """Return whether the objector may still reopen it: lifted by another person, and for the first time."""
        return self.lifted_by_another and self.reopened is None

    def is_put_by(self, user: User, now: datetime | None = None) -> bool:
        """Return whether it is this person's: the objector, or the deputy who put it while they are away."""
        if user.pk == self.by_id:
            return True
        if user.pk != self.position.deputy_id:
            return False
        absence = deputy_of(self.proposal.project, self.by, now or clock.now())
        return absence is not None and absence.deputy_id == user.pk

    def answer_due_at(self) -> datetime | None:
        """Return until when the objector has to answer the newest text: one working day; None where there is none to
        answer. "I need time" gives a day more. Reads the rounds of the proposal.
        """
        newest = self.newest_text()
        if newest is None:
            return None
        since = [one.prolonged_at for one in self._rounds_since() if one.prolonged_at]
        return calendar(self.proposal.project).after(max([*since, newest.opened_at]), deadlines.ANSWER_DAYS)

    def newest_text(self) -> Round | None:
        """Return the round that opened on the newest text that the objector has to answer; None where no other text was
        put to a round since they objected, or since they reopened it: that was their answer.
        """
        rounds = sorted(self._rounds_since(), key=lambda one: one.number)
        texts = [after for before, after in pairwise(rounds) if after.words != before.words]
        if not texts or (self.reopened is not None and self.reopened.reopened_at >= texts[-1].opened_at):
            return None
        return texts[-1]

    def _rounds_since(self) -> list[Round]:
        first = self.position.round.number
        return [one for one in self.proposal.rounds.all() if one.number >= first]

    def may_be_lifted_unanswered_by(self, user: User) -> bool:
        """Return whether the person has facilitated the circle that decides since before the newest text was put:
        nobody is made facilitator to lift what stands.
        """
        newest, last = self.newest_text(), self.proposal.last_round
        if newest is None or last is None:
            return False
        return roles_of(user, last.proposal.project).facilitates_since(last.decides_id, newest.opened_at)

    def mark_lifted(self, *, because: str, by: User, at: datetime | None = None) -> None:
        """Write that it is lifted; the caller holds the proposal's lock and records it."""
        self.lifted_at = at or clock.now()
        self.lifted_by = by
        self.lifted_because = because
        self.save()

    def stand_again(self) -> None:
        """Write that it was not lifted after all; the caller holds the proposal's lock and records it."""
        self.lifted_at, self.lifted_by, self.lifted_because = None, None, ""
        self.save()


def acceptable_cost(element: Fundamental) -> Decimal | None:
    """Return what the element accepts; a project without a budget skips this half."""
    return element.acceptable_fix_cost if element.project.budget is not None else None
