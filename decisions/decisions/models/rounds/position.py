"""Who is asked in a round, and what they say in it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from decisions.decisions.models.rounds.position_kind import KEPT, NOT_SPEAKING, PositionKind


class AskedPersonManager(models.Manager["AskedPerson"]):
    """Finds who is asked: without those who were excused since."""

    def get_queryset(self) -> models.QuerySet["AskedPerson"]:
        """Leave out who was excused."""
        return super().get_queryset().filter(excuse=None)


class AskedPerson(models.Model):
    """One person asked in a round, and the circle whose voice they are in it; a person may be that of several.
    `asked_at` is when they were first asked about the proposal, also if in an earlier round. Append-only: no history
    needed.
    """

    round = models.ForeignKey("decisions.Round", on_delete=models.PROTECT, related_name="asked")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="asked_in")
    voice_of = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", verbose_name=_("voice of"))
    asked_at = models.DateTimeField(_("asked"), db_default=Now())

    objects = AskedPersonManager()

    class Meta:
        verbose_name = _("person asked")
        verbose_name_plural = _("people asked")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "user", "voice_of"], name="asked_once_in_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class ExcusedPerson(models.Model):
    """That a person is asked no more: their circle has released the claim for which they were. It goes when they are
    asked again.
    """

    asked = models.OneToOneField(AskedPerson, on_delete=models.PROTECT, related_name="excuse")
    excused_at = models.DateTimeField(_("excused"), db_default=Now())

    class Meta:
        verbose_name = _("person asked no more")
        verbose_name_plural = _("people asked no more")

    def __str__(self) -> str:
        return f"{self.asked}"


class PositionQuerySet(models.QuerySet["Position"]):
    """Finds positions."""

    def standing(self) -> Self:
        """Leave out what came too late, and what was taken back."""
        return self.filter(is_late=False, taken_back=None)

    def spoken(self) -> Self:
        """Keep what counts as having spoken: it came in time, and asks for no more of it."""
        return self.standing().exclude(kind__in=NOT_SPEAKING)

    def kept_with_decision(self) -> Self:
        """Keep concerns: what stays with the decision, and is read at its review."""
        return self.standing().filter(kind__in=KEPT)

    def said_about(self, proposal: int) -> Self:
        """Keep what was said about a proposal in time, in any round, oldest first, with what is shown of it."""
        said = self.standing().filter(round__proposal=proposal)
        return said.select_related("objection", "recorded_by", "deputy", "user", "round").order_by("pk")


class Position(models.Model):
    """What one person said, to one text. The latest of a round counts. Append-only: no history needed."""

    Kind = PositionKind

    round = models.ForeignKey("decisions.Round", on_delete=models.PROTECT, related_name="positions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="positions", verbose_name=_("person")
    )
    kind = models.CharField(_("position"), max_length=12, choices=Kind)
    words = models.TextField(_("in their words"), blank=True)
    said_at = models.DateTimeField(_("said"), db_default=Now())
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
        help_text=_("Who wrote down what was said aloud."),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("said by the deputy"),
        help_text=_("Who spoke for the person while they were away."),
    )
    is_late = models.BooleanField(_("came too late"))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        indexes: ClassVar = [models.Index(fields=["round", "user", "-id"], name="latest_positions")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"

    @property
    def says(self) -> PositionKind:
        """Return its kind, with what is asked of it."""
        return PositionKind(self.kind)

    @property
    def is_own(self) -> bool:
        """Return whether the person said it here themselves: nobody wrote it down, and no deputy spoke for them."""
        return self.recorded_by_id is None and self.deputy_id is None
