"""A claim: "this affects us"; and its release: "settled between us"."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Finds claims."""

    def standing(self) -> Self:
        """Leave out released ones."""
        return self.filter(release=None)

    def with_releases(self) -> Self:
        """Read along the circle of each and how it was settled, oldest first."""
        return self.select_related("circle", "release").order_by("pk")


class Claim(models.Model):
    """A circle's word that a proposal affects it: through a thing that it `names` (PWR-OUT, SPEC-4.2, DOC-3), or as a
    sentence says. Append-only: no history needed.
    """

    proposal = models.ForeignKey("decisions.Proposal", on_delete=models.PROTECT, related_name="claims")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="claims", verbose_name=_("circle"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    names = models.CharField(_("names"), max_length=60, blank=True, default="", db_default="")
    what = models.CharField(_("what of theirs"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.circle}: {self.said}"

    @property
    def said(self) -> str:
        """Return what is affected, in one line: the thing that it names, and what changes."""
        return ": ".join(part for part in (self.names, self.what) if part)

    @property
    def is_released(self) -> bool:
        """Return whether its circle has released it."""
        return hasattr(self, "release")


class ClaimRelease(models.Model):
    """What a circle and who proposes have settled, so that the claim holds no more. Append-only: no history needed."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="release")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    settled = models.CharField(_("settled between them"), max_length=300)
    released_at = models.DateTimeField(_("released"), db_default=Now())

    class Meta:
        verbose_name = _("release of a claim")
        verbose_name_plural = _("releases of claims")

    def __str__(self) -> str:
        return self.settled
