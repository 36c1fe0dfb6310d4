"""Pages of the administration under the addresses that they had before apps were cut (ADR 59) or models renamed."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from foundation.accounts.decorators import public
from foundation.web.former_layout import moved_models

MODELS_NOW = moved_models() | {("tracks", "spell"): ("tracks", "explorationperiod")}
FORMER_APPS = "|".join(sorted({app for app, _model in MODELS_NOW}))
FORMER_MODELS = "|".join(sorted({model for _app, model in MODELS_NOW}))


@require_safe
@public
def former_admin_page(request: HttpRequest, app: str, model: str, rest: str) -> HttpResponseBase:
    """Lead to where the pages of a model are now."""
    if (app, model) not in MODELS_NOW:
        raise Http404
    app_now, model_now = MODELS_NOW[app, model]
    return redirect(f"/admin/{app_now}/{model_now}/{rest}", permanent=True)
