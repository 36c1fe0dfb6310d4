"""Register who people are."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, their preferences and tokens."""

    name = "foundation.accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the check that every view says who may see it."""
        from foundation.accounts.checks import every_view_says_who_may_see_it

        checks.register(every_view_says_who_may_see_it, checks.Tags.security)
