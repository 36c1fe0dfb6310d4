"""A clarifying question to who proposes: no position, and it stops no clock."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from decisions.decisions.models.proposals.proposal import Proposal

MAX_QUESTION = 1000
MAX_ANSWER = 4000


class ClarifyingQuestionQuerySet(models.QuerySet["ClarifyingQuestion"]):
    """Finds questions."""

    def of(self, proposal: "Proposal") -> Self:
        """Keep those to a proposal, in the order in which they were asked, with who asked and answered."""
        return self.filter(proposal=proposal).select_related("by", "answered_by").order_by("asked_at", "pk")

    def waiting(self) -> Self:
        """Keep those without an answer."""
        return self.filter(answered_at=None)


class ClarifyingQuestion(models.Model):
    """What a person has to know before they can say what they think; `answer` stands under it. No history: asked and
    answered once, and both are in the record.
    """

    proposal = models.ForeignKey("decisions.Proposal", on_delete=models.PROTECT, related_name="questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    text = models.TextField(_("question"), max_length=MAX_QUESTION)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    answer = models.TextField(_("answer"), max_length=MAX_ANSWER, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = ClarifyingQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("clarifying question")
        verbose_name_plural = _("clarifying questions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer="") | (~models.Q(answered_at=None) & ~models.Q(answer="")),
                name="answered_with_words",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_answered(self) -> bool:
        """Whether it has an answer."""
        return self.answered_at is not None
