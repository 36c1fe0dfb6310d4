"""The link to the pace of deciding."""

from django.utils.translation import gettext_lazy as _

from circles.navigation.entries import NavGroup, NavLink

EXTENSION = (NavLink("pace", 105, _("Pace of deciding"), "timer", "today:pace", NavGroup.LOOK),)
