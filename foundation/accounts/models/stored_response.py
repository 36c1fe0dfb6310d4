"""What was answered to what is sent twice, and what is counted while a person tries to sign in."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models.user import User


class StoredResponseQuerySet(models.QuerySet["StoredResponse"]):
    """Finds kept answers."""

    def outdated(self) -> Self:
        """Keep those whose key says nothing any more."""
        return self.filter(at__lt=timezone.now() - StoredResponse.KEPT)


class StoredResponse(models.Model):
    """The answer to what a person sent with a key of theirs, so that it is done once. No fact about anyone, and gone
    after a day: no history. `status` is 0 while it is being done.
    """

    KEPT = timedelta(days=1)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    key = models.CharField(max_length=64, editable=False)
    asks = models.CharField(max_length=64, editable=False)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    kind = models.CharField(max_length=120, blank=True)
    place = models.CharField(_("leads to"), max_length=2000, blank=True)
    access_epoch = models.PositiveIntegerField(default=0, editable=False)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField(_("answered"), db_default=Now())

    objects = StoredResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored response")
        verbose_name_plural = _("stored responses")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]
        indexes: ClassVar = [models.Index(fields=["at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.status} {self.place}"

    @classmethod
    def of(cls, user: User, key: str, *, holds: timedelta) -> "StoredResponse":
        """Return what was answered to a key, or a row to keep the answer in, when it is new or held no longer. Whoever
        does the same at this instant is waited for; the caller holds a transaction.
        """
        cls.objects.filter(user=user, key=key, at__lt=timezone.now() - holds).delete()
        found, _is_new = cls.objects.get_or_create(user=user, key=key)
        return found


class CountedTries(models.Model):
    """The table of Django's cache in the database (`settings.CACHES`), where tries to sign in are counted.

    No history: it is a cache, and forgotten after a day.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sign-in attempts")
        verbose_name_plural = _("sign-in attempts")

    def __str__(self) -> str:
        return self.cache_key
