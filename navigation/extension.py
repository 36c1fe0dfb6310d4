"""The sidebar's links to what lies below it."""

from django.utils.translation import gettext_lazy as _

from navigation.entries import NavLink

EXTENSION = (
    NavLink("inbox", 20, _("Inbox"), "inbox", "inbox"),
    NavLink("people", 100, _("People"), "users", "circles:people"),
)
