"""All addresses: those of the project's apps begin with /p/<project>/."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

import circle_map.urls
import circles.urls
import decision_files.urls
import decisions.urls
import document_files.urls
import document_history.urls
import documents.urls
import invitations.urls
import money.urls
import pace.urls
import projects.urls
import realtime.urls
import record.urls
import restructuring.urls
import today.urls
import traceability.urls
from accounts import allauth_views
from config.api import api
from config.developers import developers
from config.former_addresses import FORMER_APPS, FORMER_MODELS, former_admin_page
from config.health import healthz, metrics, readyz
from inbox.views import passwords

# One namespace for the apps that were cut out of circles: names of addresses stand in e-mails, templates and clients.
of_circles: list[URLPattern | URLResolver] = [
    *invitations.urls.BY_SECRET,
    path(
        "p/<slug:project>/",
        include(
            [
                *projects.urls.IN_PROJECT,
                *circles.urls.IN_PROJECT,
                *money.urls.IN_PROJECT,
                *invitations.urls.IN_PROJECT,
                *restructuring.urls.IN_PROJECT,
                *circle_map.urls.IN_PROJECT,
                *realtime.urls.IN_PROJECT,
                *record.urls.IN_PROJECT,
            ]
        ),
    ),
]

# And one for documents, their history and their files.
of_documents: list[URLPattern | URLResolver] = [
    *documents.urls.IN_PROJECT,
    *document_history.urls.IN_PROJECT,
    *document_files.urls.IN_PROJECT,
]

# And one for decisions and what was cut out of them.
of_decisions: list[URLPattern | URLResolver] = [
    *decisions.urls.IN_PROJECT,
    *decision_files.urls.IN_PROJECT,
    *traceability.urls.IN_PROJECT,
]

# And one for today and pace.
of_today: list[URLPattern | URLResolver] = [*today.urls.urlpatterns, *pace.urls.urlpatterns]

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
    path("", include("accounts.urls")),
    path("", include("inbox.urls")),
    path("", include("projects.urls")),
    path("", include("circles.urls")),
    path("", include((of_circles, "circles"))),
    path("", include("documents.shared_urls")),
    path("p/<slug:project>/", include("files.urls")),
    path("p/<slug:project>/", include((of_documents, "documents"))),
    path("p/<slug:project>/", include("chat.urls")),
    path("p/<slug:project>/", include("specification.urls")),
    path("p/<slug:project>/", include("actions.urls")),
    path("p/<slug:project>/", include((of_decisions, "decisions"))),
    path("p/<slug:project>/", include("elections.urls")),
    path("p/<slug:project>/", include("tracks.urls")),
    path("p/<slug:project>/", include("syncs.urls")),
    path("p/<slug:project>/", include("search.urls")),
    path("p/<slug:project>/", include("webhooks.urls")),
    path("", include((of_today, "today"))),
    path("", include("takeaway.urls")),
    path("", include("sample.urls")),
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"
