"""Register the socket of open pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RealtimeConfig(AppConfig):
    """Tells open pages what changed, and who else has them open."""

    name = "chat.realtime"
    verbose_name = _("Open pages")
