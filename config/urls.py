"""All addresses: those of the project's apps begin with /p/<project>/."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

import chat.realtime.urls
import circles.circle_map.urls
import circles.circles.urls
import circles.invitations.urls
import circles.money.urls
import circles.projects.urls
import circles.record.urls
import circles.restructuring.urls
import daily.pace.urls
import daily.today.urls
import decisions.decision_files.urls
import decisions.decisions.urls
import decisions.traceability.urls
import documents.document_files.urls
import documents.document_history.urls
import documents.documents.urls
from config.api import api
from config.developers import developers
from config.former_addresses import FORMER_APPS, FORMER_MODELS, former_admin_page
from config.health import healthz, metrics, readyz
from foundation.accounts import allauth_views
from foundation.inbox.views import passwords

# One namespace for the apps that were cut out of circles: names of addresses stand in e-mails, templates and clients.
of_circles: list[URLPattern | URLResolver] = [
    *circles.invitations.urls.BY_SECRET,
    path(
        "p/<slug:project>/",
        include(
            [
                *circles.projects.urls.IN_PROJECT,
                *circles.circles.urls.IN_PROJECT,
                *circles.money.urls.IN_PROJECT,
                *circles.invitations.urls.IN_PROJECT,
                *circles.restructuring.urls.IN_PROJECT,
                *circles.circle_map.urls.IN_PROJECT,
                *chat.realtime.urls.IN_PROJECT,
                *circles.record.urls.IN_PROJECT,
            ]
        ),
    ),
]

# And one for documents, their history and their files.
of_documents: list[URLPattern | URLResolver] = [
    *documents.documents.urls.IN_PROJECT,
    *documents.document_history.urls.IN_PROJECT,
    *documents.document_files.urls.IN_PROJECT,
]

# And one for decisions and what was cut out of them.
of_decisions: list[URLPattern | URLResolver] = [
    *decisions.decisions.urls.IN_PROJECT,
    *decisions.decision_files.urls.IN_PROJECT,
    *decisions.traceability.urls.IN_PROJECT,
]

# And one for today and pace.
of_today: list[URLPattern | URLResolver] = [*daily.today.urls.urlpatterns, *daily.pace.urls.urlpatterns]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    re_path(rf"^admin/(?P<app>{FORMER_APPS})/(?P<model>{FORMER_MODELS})/(?P<rest>.*)$", former_admin_page),
    path("admin/", admin.site.urls),
    path("account/email/", allauth_views.addresses, name="account_email"),
    path("account/email/new/<str:secret>/", allauth_views.confirm_new_address, name="confirm_new_address"),
    path("account/password/change/", passwords.change, name="account_change_password"),
    path("account/password/set/", passwords.set_first, name="account_set_password"),
    path("account/password/reset/", passwords.ask_for_reset, name="account_reset_password"),
    path("account/password/reset/key/done/", passwords.reset_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        passwords.reset,
        name="account_reset_password_from_key",
    ),
    path("account/2fa/webauthn/", allauth_views.passkeys, name="mfa_list_webauthn"),
    path("account/sessions/", allauth_views.devices, name="usersessions_list"),
    path("account/", include("allauth.urls")),
    path("developers/", developers, name="developers"),
    path("api/v1/", api.urls),
    path("", include("foundation.accounts.urls")),
    path("", include("foundation.inbox.urls")),
    path("", include("circles.projects.urls")),
    path("", include("circles.circles.urls")),
    path("", include((of_circles, "circles"))),
    path("", include("documents.documents.shared_urls")),
    path("p/<slug:project>/", include("foundation.files.urls")),
    path("p/<slug:project>/", include((of_documents, "documents"))),
    path("p/<slug:project>/", include("chat.chat.urls")),
    path("p/<slug:project>/", include("decisions.specification.urls")),
    path("p/<slug:project>/", include("decisions.actions.urls")),
    path("p/<slug:project>/", include((of_decisions, "decisions"))),
    path("p/<slug:project>/", include("decisions.elections.urls")),
    path("p/<slug:project>/", include("decisions.tracks.urls")),
    path("p/<slug:project>/", include("daily.syncs.urls")),
    path("p/<slug:project>/", include("across.search.urls")),
    path("p/<slug:project>/", include("across.webhooks.urls")),
    path("", include((of_today, "today"))),
    path("", include("across.takeaway.urls")),
    path("", include("across.sample.urls")),
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"
