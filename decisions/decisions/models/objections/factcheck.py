"""A fact that an objection rests on and a person disputes: an action checks it, in two working days."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from decisions.actions.models import Action
from decisions.decisions.models.objections.objection import Objection
from decisions.decisions.models.proposals.proposal import Proposal

LONGEST = 200


class FactCheck(models.Model):
    """What is disputed, and the action that checks it. The verdict stays what the answers add up to: whoever finds that
    a fact is not so tells the objector. Append-only: no history needed.
    """

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="checks")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="fact_check")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("disputed by")
    )
    what = models.CharField(_("what is disputed"), max_length=LONGEST)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())

    class Meta:
        verbose_name = _("fact check")
        verbose_name_plural = _("fact checks")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.what


def checks_of(proposal: Proposal) -> "models.QuerySet[FactCheck]":
    """Return all fact checks of a proposal's objections, with what a card shows."""
    found = FactCheck.objects.filter(objection__proposal=proposal)
    return found.select_related("action__owner", "action__project", "by")


def by_objection(checks: Iterable[FactCheck]) -> dict[int, list[FactCheck]]:
    """Put checks together by the key of their objection."""
    found: dict[int, list[FactCheck]] = {}
    for check in checks:
        found.setdefault(check.objection_id, []).append(check)
    return found
