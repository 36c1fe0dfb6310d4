"""The sidebar's links to what lies below it."""

from django.utils.translation import gettext_lazy as _

from circles.navigation.entries import NavGroup, NavLink

EXTENSION = (
    NavLink("inbox", 20, _("Inbox"), "inbox", "inbox", NavGroup.RAIL),
    NavLink("fundamentals", 36, _("Fundamental elements"), "shield-check", "circles:fundamentals", NavGroup.DECIDE),
    NavLink("map", 80, _("Circle map"), "circle-dot", "circles:map", NavGroup.LOOK),
    NavLink("people", 100, _("People"), "users", "circles:people", NavGroup.PROJECT),
    NavLink("invite", 120, _("Invite people"), "user-plus", "circles:invite_people", NavGroup.PROJECT),
    NavLink("settings", 130, _("Project settings"), "settings", "circles:project_settings", NavGroup.PROJECT),
    NavLink("projects", 140, _("All projects"), "layers", "projects", NavGroup.PROJECT),
)
