"""How administrators see what a row was, without a way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from foundation.accounts.decorators import administration
from foundation.web.administration import FilteredByWhatIsShown


class HistoryAdmin(FilteredByWhatIsShown, SimpleHistoryAdmin):
    """Shows what a row was. Nothing is put back: that would go past the verbs, and the library lets whoever may only
    view do it.
    """

    @administration
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show a row as it was.

        :raises PermissionDenied: for what would write.
        """
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        found: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return found

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no way back."""
        return True
