"""Django's settings. What differs between installations comes from the environment (docs: "Operating Tactful").

Importing this starts nothing and writes nothing: the program attaches to the database first
(`tactful.config.database.attached`), which also makes the secrets that are read here.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tactful.accounts.zones import is_zone
from tactful.config.database.address import Addresses
from tactful.config.home import Home

HOME = Home.from_environment()
TACTFUL_HOME: Path = HOME.path

DEBUG = False
# Before the first start there is nothing to sign; a random key keeps checks and type checkers going.
SECRET_KEY: str = HOME.known_secret("django") or secrets.token_urlsafe(32)

# ── Where it is reached ─────────────────────────────────────────────────────────────────────────

#: The address that people type: what links in mails begin with, and the one host that is answered (beside loopback).
TACTFUL_ORIGIN: str = os.environ.get("TACTFUL_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
_origin = urlsplit(TACTFUL_ORIGIN)
_is_https = _origin.scheme == "https"

ALLOWED_HOSTS: list[str] = sorted({_origin.hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS: list[str] = [TACTFUL_ORIGIN]
if _is_https:
    # The proxy that ends TLS must set or remove this header itself.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS: int = 31_536_000 if _is_https else 0

#: The key ring, where it does not lie with the other secrets (tactful.accounts.keyring).
TACTFUL_KEYRING: Path | None = (
    Path(os.environ["TACTFUL_KEYRING"]).expanduser().absolute() if os.environ.get("TACTFUL_KEYRING") else None
)

# ── The program ─────────────────────────────────────────────────────────────────────────────────

INSTALLED_APPS: list[str] = [
    "tactful.accounts",
    "tactful.records",
    "tactful.sharing",
    "tactful.partners",
    "tactful.web",
    "tactful.jobs",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
]

MIDDLEWARE: list[str] = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tactful.config.headers.ResponseHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tactful.web.acting.ActForMember",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "tactful.config.urls"
WSGI_APPLICATION = "tactful.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tactful.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# ── The database ────────────────────────────────────────────────────────────────────────────────

_addresses = Addresses.remembered(HOME)
_pool_size = int(os.environ.get("TACTFUL_POOL", "0"))

#: `default` is the web role, which owns nothing; `owner` migrates. A server of many threads sets TACTFUL_POOL, all
#: else keeps one connection a thread.
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_addresses.web.settings(
            **({"pool": {"min_size": 1, "max_size": _pool_size}} if _pool_size else {})
        ),
        "CONN_MAX_AGE": 0 if _pool_size else None,
        "CONN_HEALTH_CHECKS": True,
    },
    # With row_security off, what the wall would silently hide from a migration is an error instead.
    "owner": _addresses.owner.settings(options="-c row_security=off"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    # In the database, so that sign-in limits hold over restarts and between processes.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

# ── Signing in ──────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "accounts.Login"
AUTHENTICATION_BACKENDS: list[str] = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS: list[str] = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_validators}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
    {
        "NAME": f"{_validators}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "tactful.config.sign_in.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD: str | None = None
ACCOUNT_LOGIN_METHODS: set[str] = {"email"}
ACCOUNT_SIGNUP_FIELDS: list[str] = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation already reached the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _origin.scheme

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _is_https
SESSION_COOKIE_NAME = "__Host-session" if _is_https else "session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _is_https
CSRF_COOKIE_NAME = "__Host-csrf" if _is_https else "csrf"

# ── What a browser is told ──────────────────────────────────────────────────────────────────────

SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send forms with the origin "null", which no check of origins can accept.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

STATIC_URL = "/static/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served from the package itself: an installation has no step that collects files.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

#: Where the contents of files lie, as an address of fsspec ("s3://…" after `make s3`); "" is "files" in the home.
TACTFUL_FILES: str = os.environ.get("TACTFUL_FILES", "")
#: The most that one file may have, and all files of an account together, with every version of each; in bytes.
TACTFUL_FILE_LIMIT: int = int(os.environ.get("TACTFUL_FILE_MB", "100")) * 2**20
TACTFUL_FILES_QUOTA: int = int(os.environ.get("TACTFUL_FILES_GB", "20")) * 2**30

#: What is uploaded never lies on the disk in the clear, not even as a temporary file (A27).
FILE_UPLOAD_HANDLERS: list[str] = ["tactful.web.uploads.EncryptedUpload"]

# ── Mail ────────────────────────────────────────────────────────────────────────────────────────

#: Nothing leaves the house until somebody names a server: until then mails are files in the home.
if os.environ.get("TACTFUL_SMTP"):
    _smtp = urlsplit(os.environ["TACTFUL_SMTP"])
    EMAIL_BACKEND = "tactful.config.mail.SmtpBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_HOST_USER = _smtp.username or ""
    EMAIL_HOST_PASSWORD = _smtp.password or ""
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = _smtp.scheme == "smtp+starttls"
    EMAIL_PORT = _smtp.port or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "tactful.config.mail.FilesBackend"
    EMAIL_FILE_PATH = str(HOME.path / "mail")
DEFAULT_FROM_EMAIL: str = os.environ.get("TACTFUL_MAIL_FROM", f"tactful@{_origin.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

#: The e-mail bot: the domain of members' addresses for notes; "" is off. It listens where these say, "host:port" each.
TACTFUL_BOT_DOMAIN: str = os.environ.get("TACTFUL_BOT_DOMAIN", "").strip().lower()
TACTFUL_BOT_SMTP: str = os.environ.get("TACTFUL_BOT_SMTP", "")
TACTFUL_BOT_LMTP: str = os.environ.get("TACTFUL_BOT_LMTP", "")
#: Certificate chain and key for STARTTLS, as files of PEM; beyond loopback it does not listen without.
TACTFUL_BOT_CERT: str = os.environ.get("TACTFUL_BOT_CERT", "")
TACTFUL_BOT_KEY: str = os.environ.get("TACTFUL_BOT_KEY", "")
#: The name by which the mail server in front signs what it found (Authentication-Results): then "dmarc=pass" is asked.
TACTFUL_BOT_AUTHSERV: str = os.environ.get("TACTFUL_BOT_AUTHSERV", "").strip().lower()
#: The most that one mail may have, in bytes; and how many of a member's mails become notes within an hour.
TACTFUL_BOT_LIMIT: int = int(os.environ.get("TACTFUL_BOT_MB", "25")) * 2**20
TACTFUL_BOT_HOURLY: int = int(os.environ.get("TACTFUL_BOT_HOURLY", "60"))

# ── What it reaches by itself ──────────────────────────────────────────────────────────────────────

#: Addresses that members name are those of the open internet; the operator may add hosts of their own network.
TACTFUL_OUTBOUND: str = os.environ.get("TACTFUL_OUTBOUND", "")

# ── Time and language ───────────────────────────────────────────────────────────────────────────

#: Whose days and times they are of whoever chose no zone of their own. The program itself counts in UTC.
TACTFUL_TIME_ZONE: str = os.environ.get("TACTFUL_TIME_ZONE", "") or "UTC"
if not is_zone(TACTFUL_TIME_ZONE):
    raise ImproperlyConfigured(
        f'TACTFUL_TIME_ZONE is "{TACTFUL_TIME_ZONE}", which is no time zone: name one as in "Europe/Berlin"'
    )
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

# ── What is written down ────────────────────────────────────────────────────────────────────────

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TACTFUL_LOG", "WARNING").upper()},
    # With DEBUG off Django would mail its errors to administrators that nobody named.
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
