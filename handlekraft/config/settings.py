"""One settings file. What differs between installations comes from the environment (`docs/operations.md` lists it)."""

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("HANDLEKRAFT_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)


def environment(name: str, default: str = "") -> str:
    """The value of `HANDLEKRAFT_<name>`."""
    return os.environ.get(f"HANDLEKRAFT_{name}", default)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated value as a list."""
    return [word.strip() for word in environment(name, default).split(",") if word.strip()]


def secret_key() -> str:
    """The key of this installation: from the environment, else made once, kept beside the data for its owner only."""
    if key := environment("SECRET_KEY"):
        return key
    file = VAR / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text()


TESTING = "pytest" in sys.modules
DEMO = environment("DEMO") == "1"
DEBUG = environment("DEBUG") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("ORIGINS")
# One switch for everything that needs TLS in front: cookies, HSTS, redirect. Off only on a machine of one's own.
HTTPS = environment("HTTPS") == "1"

INSTALLED_APPS = [
    "handlekraft.config",
    "handlekraft.demo",
    "handlekraft.interop",
    "handlekraft.privacy",
    "handlekraft.desks",
    "handlekraft.visits",
    "handlekraft.rosters",
    "handlekraft.citizens",
    "handlekraft.people",
    "handlekraft.access",
    "handlekraft.audit",
    "handlekraft.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "handlekraft.web.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handlekraft.people.middleware.LockMiddleware",
    "handlekraft.access.middleware.RefusalMiddleware",
    "handlekraft.access.middleware.SeenMiddleware",
]

ROOT_URLCONF = "handlekraft.config.urls"
WSGI_APPLICATION = "handlekraft.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "handlekraft.web.context.frame",
            ],
            "builtins": ["handlekraft.web.templatetags.danish", "handlekraft.web.templatetags.parts"],
        },
    }
]
FORM_RENDERER = "handlekraft.web.forms.DanishDesignRenderer"
HANDLEKRAFT_NAVIGATION = "handlekraft.config.navigation.items"
HANDLEKRAFT_PERSON = "handlekraft.config.navigation.person"
# Who answers for this installation: /om/ and the accessibility statement show it.
ORGANISATION = {
    "name": environment("ORGANISATION"),
    "contact_name": environment("CONTACT_NAME"),
    "contact_email": environment("CONTACT_EMAIL"),
    "contact_phone": environment("CONTACT_PHONE"),
    "address": environment("ADDRESS"),
    "assessed_on": environment("ACCESSIBILITY_ASSESSED_ON"),
}

DATABASES = {"default": dj_database_url.config("HANDLEKRAFT_DATABASE_URL", f"sqlite:///{VAR / 'handlekraft.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "handlekraft.config.sqlite"
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE takes the write lock at the start, so web and worker queue for it instead of failing in the middle.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend",
        # What somebody stands and waits for has a queue, and a hand, of its own.
        "QUEUES": ["default", "at-once"],
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["handlekraft.people.signin.PasswordBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# The second factor: allauth's keys and codes on our own pages (`people/factors.py`).
MFA_ADAPTER = "handlekraft.people.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Handlekraft"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# An open screen nobody looks at; longer in the sample municipality, whose people are invented.
LOCK_AFTER = timedelta(minutes=int(environment("LOCK_MINUTES", "60" if DEMO else "5")))
HANDLEKRAFT_CAST = "handlekraft.demo.personas.cast"
# What links in mails and letters begin with.
SITE_URL = environment("URL", (CSRF_TRUSTED_ORIGINS or [f"http://localhost:{os.environ.get('PORT', '8000')}"])[0])
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "front"
LOGOUT_REDIRECT_URL = "sign_in"

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Dansk")), ("en", _("Engelsk"))]
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# In tests and development the files are found where they lie; in production they are collected and hashed.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TESTING or DEBUG
STATICFILES_DIRS = [
    ("dkfds", ROOT / "node_modules/dkfds/dist"),
    ("htmx", ROOT / "node_modules/htmx.org/dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment("PROXY") == "1" else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 16
CSRF_FAILURE_VIEW = "handlekraft.web.views.csrf_failure"

# Without a mail server the letters are printed in the log of the web process, so that a trial on one machine works.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": environment("EMAIL_HOST"),
            "port": int(environment("EMAIL_PORT", "25")),
            "username": environment("EMAIL_USER"),
            "password": environment("EMAIL_PASSWORD"),
            "use_tls": environment("EMAIL_TLS") == "1",
        },
    }
    if environment("EMAIL_HOST")
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
DEFAULT_FROM_EMAIL = environment("EMAIL_FROM", "handlekraft@localhost")

AUDIT_HEADS = Path(environment("AUDIT_HEADS", str(VAR / "audit-heads.txt")))
# A street map of one's own (`handlekraft streets FILE`), or OSRM servers as mode=address: travel.source chooses.
STREETS = Path(environment("STREETS", str(VAR / "streets")))
OSRM = words("OSRM")
# Where many teams are planned at once: a Dask scheduler; without one, the cores of this machine.
CLUSTER = environment("CLUSTER")
TRAVEL_MEMORY = VAR / "travel.sqlite3"
os.environ.setdefault("NUMBA_CACHE_DIR", str(VAR / "numba"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "handlekraft.config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": environment("LOG_LEVEL", "WARNING")},
    "loggers": {"handlekraft": {"level": environment("LOG_LEVEL", "INFO")}},
}
