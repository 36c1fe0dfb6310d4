"""Pages of the administration under the addresses that they had before apps were cut (ADR 59)."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.decorators import public
from web.former_layout import PARTS, moved_models, newest_table

FORMER_APPS = "|".join(PARTS)
MOVED_MODELS = "|".join(sorted({model for _before, _now, model in moved_models()}))


@require_safe
@public
def former_admin_page(request: HttpRequest, app: str, model: str, rest: str) -> HttpResponseBase:
    """Lead to where the pages of a model are now."""
    former = f"{app}_{model}"
    app_now, _, model_now = newest_table(former).partition("_")
    if (app_now, model_now) == (app, model):
        raise Http404
    return redirect(f"/admin/{app_now}/{model_now}/{rest}", permanent=True)
