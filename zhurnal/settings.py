"""Settings of an installation: everything comes from the environment, secrets also from a file named by NAME_FILE."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent
ZHURNAL_HOME = Path(os.environ.get("ZHURNAL_HOME", "data")).resolve()


def env(name: str, default: str = "") -> str:
    """A value from NAME, else from the file that NAME_FILE names, else the default."""
    if name in os.environ:
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return default


def env_flag(name: str, default: bool = False) -> bool:
    """A switch: 1, true, yes and on are true."""
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def secret_key() -> str:
    """The key that signs sessions: given, or made on the first start and kept with the installation's keys."""
    if given := env("SECRET_KEY"):
        return given
    path = ZHURNAL_HOME / "keys" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8").strip()


def database() -> dict[str, object]:
    """SQLite in the installation's folder, or PostgreSQL by DATABASE_URL=postgresql://user:password@host:port/name."""
    url = env("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(ZHURNAL_HOME / env("ZHURNAL_SQLITE", "zhurnal.sqlite3")),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
                    "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise RuntimeError("DATABASE_URL: понимаем только postgresql://…; без неё данные лежат в SQLite")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 4}, **dict(parse_qsl(parts.query))},
    }


DEBUG = env_flag("ZHURNAL_DEBUG")
SECRET_KEY = secret_key()
DATA_KEY = env("ZHURNAL_DATA_KEY")
ALLOWED_HOSTS = env("ZHURNAL_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("ZHURNAL_ORIGINS").split(",") if origin]
BEHIND_TLS = env_flag("ZHURNAL_TLS")

INSTALLED_APPS = [
    "zhurnal.core",
    "zhurnal.people",
    "zhurnal.school",
    "zhurnal.curriculum",
    "zhurnal.timetable",
    "zhurnal.journal",
    "zhurnal.reports",
    "zhurnal.diary",
    "zhurnal.exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "zhurnal.core.middleware.request_id",
    "zhurnal.core.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # An eighth of a page's weight on a school's line; it pads at random, and tokens are masked, against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "zhurnal.core.middleware.not_too_large",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhurnal.core.middleware.who",
    "zhurnal.school.first_run.first_run",
    "zhurnal.core.middleware.only_pages",
]

ROOT_URLCONF = "zhurnal.urls"
WSGI_APPLICATION = "zhurnal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhurnal.core.context.shell",
            ],
            "builtins": ["zhurnal.core.templatetags.zh", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who the caller is, and what stands in the menu, is told by modules above the core; the wiring is here, as in urls.py.
ZHURNAL_WHO = "zhurnal.timetable.access.who_is"
ZHURNAL_SHELL = "zhurnal.school.shell.shell"
ZHURNAL_STANDINGS = "zhurnal.school.standings"
# After sign-in «/» leads to the first of these pages that is there and open.
ZHURNAL_HOME_PAGES = (
    "journal:today",
    "diary:home",
    "timetable:overview",
    "people:list",
    "school:health",
    "people:profile",
)

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zhurnal.people.adapter.Adapter"
ACCOUNT_FORMS = {"login": "zhurnal.people.forms.LoginForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None  # asked at sign-in: a computer of the school forgets when the browser is closed
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
# A whole school signs in from one address at half past eight: failures are what is counted closely.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "activation_failed": "20/5m/ip",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("ZHURNAL_PROXIES", "1" if BEHIND_TLS else "0"))

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "zhurnal_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = "zhurnal_csrf"
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zhurnal.core.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Counts of failed sign-ins must be one for all processes.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"},
}

LANGUAGE_CODE = "ru"
TIME_ZONE = env("ZHURNAL_TIME_ZONE", "Europe/Moscow")
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = ZHURNAL_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhurnal.core.assets.Storage"},
}
STATICFILES_FINDERS = [
    "zhurnal.core.assets.Bundles",
    "zhurnal.core.assets.AppFiles",
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MEDIA_ROOT = ZHURNAL_HOME / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A list of a thousand children, each of whom may be left out with a reason.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Regular jobs of the worker: name → (hour by the school's clock, function).
ZHURNAL_JOBS = {
    "signed_heads": (3, "zhurnal.core.heads.sign_today"),
    "expired_sessions": (4, "zhurnal.core.worker.clear_expired"),
    "forgotten_lists": (4, "zhurnal.exchange.actions.forget_contents"),
    "queue_reminder": (7, "zhurnal.exchange.actions.remind_of_queue"),
}
ZHURNAL_HEADS_TO = "zhurnal.people.queries.directors_mail"
# Tables whose rows `zhurnal verify` compares with what the log says of them.
ZHURNAL_COMPARED = (
    "journal.mark",
    "journal.absence",
    "journal.work",
    "journal.lessonrecord",
    "journal.homework",
    "journal.attachment",
    "timetable.substitution",
)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "zhurnal@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "zhurnal.core.logging.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env("ZHURNAL_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "zhurnal": {"level": env("ZHURNAL_LOG_LEVEL", "INFO")},
    },
}
