"""Who is in a direct conversation."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Membership


class DirectMemberQuerySet(models.QuerySet["DirectMember"]):
    """Finds people of direct conversations."""

    def inside(self) -> Self:
        """Keep those who are still in the project."""
        here = Membership.objects.current().filter(
            user=models.OuterRef("user"), project=models.OuterRef("topic__project")
        )
        return self.filter(models.Exists(here))


class DirectMember(models.Model):
    """One of the few people who talk directly with each other. No history: who is in a conversation never changes."""

    topic = models.ForeignKey("chat.Topic", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_muted = models.BooleanField(_("muted"), default=False)

    objects = DirectMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in a direct conversation")
        verbose_name_plural = _("people in direct conversations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "user"], name="one_place_in_a_direct_conversation")
        ]

    def __str__(self) -> str:
        return str(self.user)
