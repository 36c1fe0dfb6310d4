"""Django's settings: everything that differs between machines comes from `config.environment`."""

from datetime import timedelta
from typing import Any

import django_stubs_ext
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy

from config.environment import ROOT, Environment
from config.logs import TO_STDERR, configure
from foundation.web.languages import LANGUAGES as SPOKEN
from foundation.web.languages import SOURCE
from foundation.web.static_headers import open_to_frames

# Django's generic classes cannot be subscripted at run time without this.
django_stubs_ext.monkeypatch()

ENVIRONMENT = Environment()
EMBEDDED = ENVIRONMENT.embedded
configure(embedded=EMBEDDED)
LOGGING = TO_STDERR
VERSION = "0.1.0"  # as in pyproject.toml; backups say which one made them
BASE_URL = ENVIRONMENT.base_url
METRICS_TOKEN = ENVIRONMENT.metrics_token
ORIGIN = ENVIRONMENT.origin

SECRET_KEY = ENVIRONMENT.secret()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "config.apps.RondeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "channels",
    "django_cotton",
    "django_htmx",
    "django_vite",
    "guardian",
    "simple_history",
    "tree_queries",
    "foundation.web", "foundation.accounts", "foundation.audit", "foundation.inbox", "foundation.files",
    "circles.projects", "circles.circles", "circles.money", "circles.invitations", "documents.conversation",
    "circles.restructuring", "circles.circle_map", "circles.navigation", "chat.realtime", "circles.record",
    "documents.richtext", "documents.coediting", "documents.documents", "documents.document_history",
    "documents.document_files", "chat.chat", "decisions.specification", "decisions.actions", "decisions.recognition",
    "decisions.decisions", "decisions.decision_files", "decisions.traceability", "decisions.elections",
    "decisions.tracks", "daily.syncs", "across.search", "daily.today", "daily.pace", "across.takeaway",
    "across.webhooks", "across.sample", "across.backup",
    *([] if ENVIRONMENT.plain_serving else ["foundation.serving"]),
]  # fmt: skip

MIDDLEWARE = [
    *([] if ENVIRONMENT.plain_serving else ["foundation.serving.data_stack.DataStackMiddleware"]),
    "config.connection_release.ConnectionReleaseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.text_validation.ReadableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foundation.accounts.middleware.PersonMiddleware",
    "circles.invitations.middleware.LinkGuestMiddleware",
    "circles.projects.middleware.LastProjectMiddleware",
    "config.api_rate.ApiMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "foundation.accounts.idempotency.IdempotencyMiddleware",
    "config.conditional.ConditionalMiddleware",
    "foundation.accounts.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

GROUPS = ("foundation", "circles", "documents", "chat", "decisions", "daily", "across")
"""Folders of the apps; each lies as well under templates/, and is no part of a template's name."""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates", *(ROOT / "templates" / group for group in GROUPS)],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "across.sample.accounts.sample_people",
                "circles.navigation.sidebar.frame",
                "daily.today.contexts.tour.tour",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "circles.record.templatetags.formatting",
                "circles.circles.templatetags.repeated_components",
            ],
        },
    }
]
COTTON_DIR = "cotton"
COTTON_SNAKE_CASED_NAMES = False

DATABASES: dict[str, dict[str, Any]] = {"default": ENVIRONMENT.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# allauth counts tries to sign in in the default cache: in the database, so that they are counted without Redis too.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_countedtries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
if EMBEDDED:
    CELERY_BROKER_URL = "memory://"
else:
    CACHES["pages"] = {
        "BACKEND": "foundation.web.forgiving_cache.ForgivingRedisCache",
        "VERSION": 2,  # higher when a class that is kept there moves: it is pickled by its module
        "LOCATION": ENVIRONMENT.redis_url,
        "OPTIONS": {"socket_timeout": 1.0, "socket_connect_timeout": 0.5},
    }
    CELERY_BROKER_URL = ENVIRONMENT.redis_url
CELERY_TASK_IGNORE_RESULT = True
# Nobody's page waits for a broker that is away: what matters is in the database, and the schedule finds it.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1.0

# Accounts
AUTH_USER_MODEL = "accounts.User"
COEDITED_MODEL = "documents.Document"  # whose objects the logs of `coediting` belong to
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Rows of django-guardian say who reads what is restricted, and what guests may (ADR 31). No more of it is used: no
# row for people who are not signed in, nothing added to our models, no backend that a lapsed row could speak through.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "foundation.inbox.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "foundation.accounts.forms.ProfileAtSignupForm"
ACCOUNT_FORMS = {
    "login": "foundation.accounts.allauth_forms.LoginForm",
    "signup": "foundation.accounts.allauth_forms.SignupForm",
    "add_email": "foundation.accounts.allauth_forms.AddEmailForm",
    "change_password": "foundation.accounts.allauth_forms.ChangePasswordForm",
    "set_password": "foundation.accounts.allauth_forms.SetPasswordForm",
    "reset_password": "foundation.accounts.allauth_forms.ResetPasswordForm",
    "reset_password_from_key": "foundation.accounts.allauth_forms.ResetPasswordKeyForm",
    "reauthenticate": "foundation.accounts.allauth_forms.ReauthenticateForm",
}
# circles.invitations.oidc_adapter says who comes in by another service (OpenID Connect).
SOCIALACCOUNT_ADAPTER = "circles.invitations.oidc_adapter.OIDCAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": ENVIRONMENT.oidc(), "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_QUERY_EMAIL = SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_ADAPTER = "foundation.accounts.allauth_adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_TOTP_ISSUER, MFA_TOTP_TOLERANCE = "Ronde", 1  # digits of half a minute ago: a person needs a moment to type them
MFA_FORMS = {
    "add_webauthn": "foundation.accounts.allauth_forms.AddPasskeyForm",
    "edit_webauthn": "foundation.accounts.allauth_forms.RenamePasskeyForm",
    "activate_totp": "foundation.accounts.allauth_forms.ActivateTOTPForm",
    "authenticate": "foundation.accounts.allauth_forms.SecondStepForm",
    "reauthenticate": "foundation.accounts.allauth_forms.SecondStepAgainForm",
}
# Where e-mail leaves this server, an address is confirmed before it signs in: so signing up looks the same whether or
# not a person has the address already, and its owner is told by e-mail. A server without e-mail can confirm nothing.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if ENVIRONMENT.email_url else "optional"
# Who signs up with another's address must not keep its owner out; a server without e-mail cannot tell them apart.
MFA_ALLOW_UNVERIFIED_EMAIL = not ENVIRONMENT.email_url
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# foundation.inbox.adapter: first by account and network address together, where who goes on waits longer and longer;
# then by account, and by address, neither of which keeps out who has been signed in from that address.
ACCOUNT_RATE_LIMITS = {
    "login": "200/m/ip",  # wrong or right: a whole company comes in the morning from one address
    "login_failed": "100/5m/ip",
    "login_failed_here": "5/m/key,15/15m/key,40/d/key",
    "login_failed_from_elsewhere": "300/h/key",
    "second_step": "10/15m/key,60/d/key",
}
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
# foundation.accounts.last_seen says when a device was seen last, and writes it seldom.
USERSESSIONS_TRACK_ACTIVITY = False
USERSESSIONS_ADAPTER = "foundation.accounts.allauth_adapters.SessionsAdapter"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())

# So many requests one token makes in a minute.
API_PER_MINUTE = ENVIRONMENT.api_per_minute
WEBHOOK_NETWORKS = [one.strip() for one in ENVIRONMENT.webhook_networks.split(",") if one.strip()]

# For so many days at most a document is restricted; then its restriction is renewed, with a reason, or it opens.
RESTRICTION_MAX_DAYS = ENVIRONMENT.restriction_max_days
# Whether a project may let its documents be read by public links; each allows it by itself, and none does at first.
PUBLIC_LINKS = ENVIRONMENT.public_links

# What a browser may do with our pages
SECURE_HTTPS = BASE_URL.startswith("https://")
# Browsers let passkeys be used by https, and on one's own machine (http://localhost).
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_HTTPS
SESSION_COOKIE_NAME = "__Host-ronde" if SECURE_HTTPS else "ronde"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_HTTPS else "ronde_csrf"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "frame-src": [CSP.SELF],  # diagrams are drawn in a frame (documents/documents/views/diagrams.py)
    "form-action": [CSP.SELF, *ENVIRONMENT.oidc_origin()],  # browsers ask this of where a form is redirected to
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

# Language and time
LANGUAGE_CODE = SOURCE.code
LANGUAGES = [(language.code, gettext_lazy(language.english_name)) for language in SPOKEN.values()]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["foundation.web.formats"]
LANGUAGE_COOKIE_NAME = "ronde_language"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
# Files are served from where they lie (no collecting): one place less that can be out of date.
STATIC_ROOT = None
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = open_to_frames
# The build puts a hash in each name, so browsers may keep these for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.+-[0-9A-Za-z_-]{8}\.[a-z0-9]+$"
MEDIA_ROOT = ENVIRONMENT.files()
STORAGES: dict[str, dict[str, Any]] = {
    "default": ENVIRONMENT.storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAX_FILE_BYTES = ENVIRONMENT.max_file_mb * 1024 * 1024
MAX_IMPORT_BYTES = ENVIRONMENT.max_import_mb * 1024 * 1024
PROJECT_FILE_BYTES = ENVIRONMENT.project_files_mb * 1024 * 1024
PERSON_DAILY_BYTES = ENVIRONMENT.person_daily_mb * 1024 * 1024
VITE_MANIFEST = ROOT / "static" / "dist" / "manifest.json"
DJANGO_VITE = {"default": {"dev_mode": False, "static_url_prefix": "dist", "manifest_path": VITE_MANIFEST}}

DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
PUSH_HOSTS = [host.strip() for host in ENVIRONMENT.push_hosts.split(",") if host.strip()]
MAILERS: dict[str, dict[str, Any]] = {"default": ENVIRONMENT.mail()}
SENDS_MAIL = bool(ENVIRONMENT.email_url)

SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
# Files that people send come in pieces (foundation/files/workflows/uploading.py), each below this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
