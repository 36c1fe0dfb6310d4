"""A person's picture: one small picture made anew from what they sent."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


def place_of_portrait(instance: "Portrait", _name: str) -> str:
    """Return where it lies: by whose it is, and what is in it."""
    return f"portraits/{instance.user_id.hex}/{instance.key}"


class Portrait(models.Model):
    """What a person looks like; `User.picture` is its key. Another one takes its place: no history."""

    TYPE = "image/webp"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person")
    )
    key = models.CharField(max_length=16, editable=False)
    file = models.FileField(_("file"), upload_to=place_of_portrait, max_length=200)
    kept_at = models.DateTimeField(_("kept since"), db_default=Now())

    user_id: Any

    class Meta:
        verbose_name = _("profile picture")
        verbose_name_plural = _("profile pictures")

    def __str__(self) -> str:
        return self.key
