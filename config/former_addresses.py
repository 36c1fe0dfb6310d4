"""Pages of the administration under the addresses that they had before apps were cut (ADR 59)."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.decorators import public
from web.former_layout import PARTS, moved_models

FORMER_APPS = "|".join(PARTS)
MOVED_MODELS = "|".join(sorted({model for _app, model in moved_models()}))


@require_safe
@public
def former_admin_page(request: HttpRequest, app: str, model: str, rest: str) -> HttpResponseBase:
    """Lead to where the pages of a model are now."""
    if (app, model) not in moved_models():
        raise Http404
    app_now, model_now = moved_models()[app, model]
    return redirect(f"/admin/{app_now}/{model_now}/{rest}", permanent=True)
