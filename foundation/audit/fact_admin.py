"""How administrators see facts: read-only, with their history."""

from django.http import HttpRequest

from foundation.accounts.history_admin import HistoryAdmin
from foundation.audit.admin import ReadOnlyAdmin


class FactAdmin(ReadOnlyAdmin, HistoryAdmin):
    """Shows facts made by the domain, with their history; what an administrator does to them goes through its verbs."""

    def has_work_permission(self, request: HttpRequest) -> bool:
        """Let those act here who may change what is listed."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")
