"""What a person has begun to write in a form, the same on all their devices."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models.user import User

MOST_TEXT = 60_000
MOST_DRAFTS = 100


class FormDraftQuerySet(models.QuerySet["FormDraft"]):
    """Finds drafts."""

    def outdated(self) -> Self:
        """Keep those that nobody has gone on with for weeks."""
        return self.filter(saved_at__lt=timezone.now() - FormDraft.KEPT)


class FormDraft(models.Model):
    """What stands in a form that is not sent yet. No history: it changes with every word, goes once it is sent, and
    after some weeks. `text` is what its fields hold, as the page's script wrote it (JSON) and alone reads it.
    """

    KEPT = timedelta(weeks=4)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="form_drafts", verbose_name=_("person"))
    page = models.CharField(_("page"), max_length=300)
    """The path of the page's address."""
    form = models.CharField(max_length=300)
    """The form's id, or where it is sent."""
    text = models.TextField(_("text"))
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a form")
        verbose_name_plural = _("drafts of forms")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "page", "form"], name="one_draft_a_form")]
        indexes: ClassVar = [models.Index(fields=["saved_at"], name="form_drafts_by_age")]

    def __str__(self) -> str:
        return self.page

    @classmethod
    def keep(cls, user: User, page: str, form: str, text: str) -> None:
        """Keep what stands in a form, or nothing any more; of a person's drafts the newest stay."""
        with transaction.atomic():
            if not text:
                cls.objects.filter(user=user, page=page, form=form).delete()
                return
            now = timezone.now()
            cls.objects.update_or_create(user=user, page=page, form=form, defaults={"text": text, "saved_at": now})
            older = cls.objects.filter(user=user).order_by("-saved_at", "-pk")[MOST_DRAFTS:]
            cls.objects.filter(pk__in=list(older.values_list("pk", flat=True))).delete()
