"""Read what the operator set in the environment, typed, and refuse what cannot work."""

import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

COPIED_LOG = " PRAGMA wal_autocheckpoint=100000;"
"""Whoever copies the log moves it into the database as well; others only where that one has stopped for long."""

LEAST_POOL = 12

ROOT = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """`RONDE_*` variables; each is described in docs/operations.md."""

    model_config = SettingsConfigDict(env_prefix="RONDE_", extra="ignore")

    data_dir: Path = ROOT / "var"
    database_url: str = ""
    database_pool: int = Field(default=0, ge=0, description="of web processes: config/asgi.py and config/embedded.py")
    redis_url: str = ""
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    allowed_hosts: str = ""
    email_url: str = ""
    email_from: str = "Ronde <ronde@localhost>"
    vapid_key: str = ""
    push_hosts: str = ""
    webhook_networks: str = ""
    storage_url: str = ""
    max_file_mb: int = Field(default=512, gt=0)
    max_import_mb: int = Field(default=4096, gt=0)
    project_files_mb: int = Field(default=20_480, gt=0)
    person_daily_mb: int = Field(default=10_240, gt=0)
    metrics_token: str = ""
    backup_dir: Path | None = None
    backup_every_s: float = Field(default=2, gt=0, le=5)
    restriction_max_days: int = Field(default=90, ge=1, le=3650)
    public_links: bool = Field(default=True, description="whether projects may allow public links of documents")
    api_per_minute: int = Field(default=1200, ge=10)
    oidc_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    debug: bool = False
    plain_serving: bool = Field(default=False, description="without the engine room: `serving/`")
    volatile: bool = Field(default=False, description="test runs only: the database need not survive a power cut")
    failpoint: str = Field(default="", description="test builds only: where the process kills itself")

    @field_validator("backup_dir", mode="before")
    @classmethod
    def is_named(cls, value: str | None) -> str | None:
        """An empty variable is as good as none; the current folder is nowhere to keep copies."""
        return value or None

    @field_validator("database_pool")
    @classmethod
    def is_enough(cls, value: int) -> int:
        """Ten connections are kept by what serves live documents; pages need some as well."""
        if 0 < value < LEAST_POOL:
            raise ValueError(f"{value} connections are too few: at least {LEAST_POOL}, or 0 for no pool")
        return value

    @field_validator("data_dir", "backup_dir")
    @classmethod
    def is_absolute(cls, value: Path | None) -> Path | None:
        """Addresses are built from it, and a process may stand in another folder."""
        return value and value.resolve()

    @field_validator("base_url")
    @classmethod
    def has_scheme_and_host(cls, value: str) -> str:
        """Origins are compared by scheme, host and port, so all three must be known."""
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("RONDE_BASE_URL must look like https://ronde.example.org")
        return value.rstrip("/")

    @property
    def embedded(self) -> bool:
        """One process does everything when there is no Redis to talk through."""
        return not self.redis_url

    @property
    def origin(self) -> str:
        """Scheme, host and port of our own address, as browsers send it in `Origin`."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def hosts(self) -> list[str]:
        """Host names we answer to."""
        named = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        own = urlsplit(self.base_url).hostname or ""
        return [*named, own, *(["localhost", "127.0.0.1", "[::1]"] if self.embedded else [])]

    def storage(self) -> dict[str, Any]:
        """Return Django's entry for where files are kept: a folder, or for `s3://…` a bucket of what speaks S3."""
        url = urlsplit(self.storage_url)
        if url.scheme != "s3":
            return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
        bucket, _slash, prefix = url.path.strip("/").partition("/")
        if not (url.hostname and url.username and url.password and bucket):
            raise ValueError("RONDE_STORAGE_URL must look like s3://KEY:SECRET@s3.example.org/bucket?region=eu-west-3")
        if not find_spec("storages") or not find_spec("boto3"):
            raise ValueError("RONDE_STORAGE_URL names S3, for which django-storages[s3] has to be installed")
        query = dict(parse_qsl(url.query))
        scheme = "http" if query.get("tls") == "no" else "https"
        options = {
            "access_key": unquote(url.username),
            "secret_key": unquote(url.password),
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": f"{scheme}://{url.hostname}{f':{url.port}' if url.port else ''}",
            "region_name": query.get("region") or None,
            "addressing_style": "path",
            "signature_version": "s3v4",
            "default_acl": None,  # private
            "file_overwrite": False,
        }
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}

    def files(self) -> Path:
        """Return the folder in which files are kept: that of `file:///path`, else one in the data folder."""
        url = urlsplit(self.storage_url)
        if not self.storage_url or url.scheme == "s3":
            return self.data_dir / "files"
        path = Path(unquote(url.path))
        if url.scheme != "file" or url.netloc or not path.is_absolute():
            raise ValueError(
                f"RONDE_STORAGE_URL must look like file:///srv/ronde/files or s3://KEY:SECRET@host/bucket; "
                f"{url.scheme} is neither"
            )
        return path

    def oidc(self) -> list[dict[str, Any]]:
        """Return allauth's entries for signing in by another service; none where none is named."""
        if not self.oidc_url:
            return []
        if not urlsplit(self.oidc_url).hostname or not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("RONDE_OIDC_URL needs RONDE_OIDC_CLIENT_ID and RONDE_OIDC_CLIENT_SECRET beside it")
        return [
            {
                "provider_id": "sso",
                "name": self.oidc_name or urlsplit(self.oidc_url).hostname,
                "client_id": self.oidc_client_id,
                "secret": self.oidc_client_secret,
                "settings": {"server_url": self.oidc_url.rstrip("/"), "oauth_pkce_enabled": True},
            }
        ]

    def oidc_origin(self) -> list[str]:
        """Return scheme, host and port of that service, where a form of ours may lead to."""
        parts = urlsplit(self.oidc_url)
        return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []

    def secret(self) -> str:
        """Return the secret key; embedded mode makes one at its first start and keeps it beside the data."""
        if self.secret_key:
            return self.secret_key
        if not self.embedded:
            raise ValueError("RONDE_SECRET_KEY must be set when RONDE_REDIS_URL is (production mode)")
        return self._kept_secret("secret_key", 48)

    def push_secret(self) -> str:
        """Return the private key by which push services know this server; embedded mode makes one at its first start.
        Several processes share the one that is set, and without it there is no push.
        """
        if self.vapid_key or not self.embedded:
            return self.vapid_key
        return self._kept_secret("vapid_key", 32)

    def _kept_secret(self, name: str, length: int) -> str:
        path = self.data_dir / name
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(length))
        return path.read_text().strip()

    def database(self) -> dict[str, Any]:
        """Return Django's DATABASES entry for `postgres://user:password@host:port/name` or `sqlite:///path`."""
        url = urlsplit(self.database_url or f"sqlite:///{self.data_dir / 'ronde.sqlite3'}")
        if url.scheme == "sqlite":
            self.data_dir.mkdir(parents=True, exist_ok=True)
            # IMMEDIATE: a transaction that reads first and writes later would else fail as soon as two meet.
            return {
                "ENGINE": self._sqlite_engine(),
                "NAME": unquote(url.path[1:]) if url.path.startswith("//") else unquote(url.path),
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    + (COPIED_LOG if self.backup_dir else ""),
                },
            }
        if url.scheme in {"postgres", "postgresql"}:
            # CONN_MAX_AGE stays 0: under ASGI a kept connection belongs to a thread that may never come back. A pool
            # keeps them instead. Once the server is there again, it tries again within `reconnect_timeout`.
            pool = {"min_size": 2, "max_size": self.database_pool, "timeout": 3, "reconnect_timeout": 3}
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(url.path.lstrip("/")),
                "USER": unquote(url.username or ""),
                "PASSWORD": unquote(url.password or ""),
                "HOST": url.hostname or "",
                "PORT": str(url.port or ""),
                "CONN_MAX_AGE": 0,
                "CONN_HEALTH_CHECKS": True,
                "OPTIONS": {
                    # A page's parts are read in one long query; to compile it takes longer than to answer it.
                    "options": "-c jit=off",
                    "connect_timeout": 5,
                    "server_side_binding": True,
                    "pool": pool if self.database_pool else None,
                    **dict(parse_qsl(url.query)),
                },
            }
        raise ValueError(f"RONDE_DATABASE_URL has an unknown scheme: {url.scheme!r}")

    def _sqlite_engine(self) -> str:
        is_kept = self.database_pool and not self.plain_serving
        return "foundation.serving.sqlite_pool" if is_kept else "django.db.backends.sqlite3"

    def websockets(self) -> str:
        """Return what uvicorn speaks websockets with (`--ws`)."""
        return (
            "websockets-sansio"
            if self.plain_serving
            else "foundation.serving.websocket_limits:BoundedWebSocketProtocol"
        )

    def mail(self) -> dict[str, Any]:
        """Return Django's MAILERS entry for `smtp://user:password@host:port`; without one, mails are files."""
        url = urlsplit(self.email_url)
        if url.scheme in {"smtp", "smtps"}:
            return {
                "BACKEND": "foundation.inbox.smtp.HandoverBackend",
                "OPTIONS": {
                    "host": url.hostname or "localhost",
                    "port": url.port or (465 if url.scheme == "smtps" else 587),
                    "username": unquote(url.username or ""),
                    "password": unquote(url.password or ""),
                    "timeout": 10,  # else a server that accepts and says nothing holds a worker for ever
                    "use_ssl": url.scheme == "smtps",
                    "use_tls": url.scheme == "smtp" and bool(url.username),
                },
            }
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": self.data_dir / "mail"},
        }
