"""Settings, read from the environment through `env`. What each variable means: docs/runbook.md."""

from pathlib import Path

import pghistory
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from housechats import __version__, env
from housechats.identity_provider import *  # noqa: F403
from housechats.interface import *  # noqa: F403
from housechats.security import *  # noqa: F403
from housechats.security import ACCOUNT_LINKS, LOCAL

BASE_DIR = Path(__file__).resolve().parent.parent

PORTAL_VERSION = __version__
DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY", "only-for-this-machine" if LOCAL else None)
# former keys, apart by spaces or lines: what was signed with them is still read, and webhooks are signed with all
SECRET_KEY_FALLBACKS = env.text("SECRET_KEY_FALLBACKS", "").split()
# what the database keeps sealed (second factors, secrets of the portal): newest key first, apart by spaces or lines
ENCRYPTION_KEYS = env.text("ENCRYPTION_KEYS", "b25seS1mb3ItdGhpcy1tYWNoaW5lLTAxMjM0NTY3ODk=" if LOCAL else None).split()
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "supervision.signin",  # first: its createsuperuser and changepassword stand before Django's own
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "guardian",
    "rest_framework",
    "django_filters",
    "oauth2_provider",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "supervision.signin.apps.ListedSessionsConfig",  # allauth.usersessions
    "allauth.socialaccount",
    "csp",
    "supervision",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "housechats.health.HealthFirst",
    "housechats.log_context.RequestInLog",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "supervision.api.request_log.Interface",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "supervision.signin.middleware.LiveSession",
    "supervision.signin.middleware.BoundedRequest",
    "supervision.signin.middleware.OwnPasswordFirst",
    "supervision.signin.middleware.SecondFactorFirst",
    "supervision.signin.middleware.NoNulCharacters",
    "allauth.account.middleware.AccountMiddleware",
    "supervision.signin.middleware.ListedSession",
    "supervision.signin.middleware.AskedAgain",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "housechats.urls"
WSGI_APPLICATION = "housechats.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "supervision.signin.look.portal_look",
                "supervision.admin.guide.guide_pages.help_link",
                "supervision.admin.notices.bell.bell",
            ],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
SESSION_ENGINE = "supervision.signin.sealed_sessions"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
# failed attempts are counted here, for all web processes together
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "housechats-json",  # what was left by pickles is never read
        "OPTIONS": {
            "serializer": "housechats.json_cache.JsonSerializer",
            "socket_timeout": 2,
            "socket_connect_timeout": 2,
            "retry": Retry(NoBackoff(), 1),
        },
    }
}
METRICS_TOKEN = env.text("METRICS_TOKEN", "")  # without it /metrics/ answers its own host alone
# what a page may ask of the database in one statement; imports and the pushing of chats have no such limit
PAGE_STATEMENT_SECONDS = env.number("PAGE_STATEMENT_SECONDS", 30)
ANONYMOUS_USER_NAME = None

# mail to owners of logins and to administrators; without it they are told at their next sign-in only
EMAIL_URL = env.text("EMAIL_URL", "")
vars().update(env.mail(EMAIL_URL))

LANGUAGE_CODE = "ru"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # instants are stored and logged in UTC; a region's dates follow the region's own zone

# a region's zones are one form: up to 80 municipalities x 60 inspectors, each box a field
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static"

# Open data: published each night into a folder of FILES_DIR and served to everybody, without a login
OPEN_DATA = env.flag("OPEN_DATA", False)
OPEN_DATA_PUBLISHER = env.text("OPEN_DATA_PUBLISHER", "")
OPEN_DATA_CONTACT = env.text("OPEN_DATA_CONTACT", "")
OPEN_DATA_KEEP = int(env.number("OPEN_DATA_KEEP", 92))
# Uploaded files: personal data, never served; web and worker share the folder (docs/runbook.md)
LOCAL_DIR = Path(env.text("HOUSECHATS_LOCAL_DIR", "") or BASE_DIR / ".local")
MEDIA_ROOT = env.text("FILES_DIR", str(LOCAL_DIR / "files") if LOCAL else None)
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
UPLOAD_MAX_BYTES = int(env.number("UPLOAD_MAX_MB", 200)) * 1024 * 1024
UPLOAD_KEEP_DAYS = int(env.number("UPLOAD_KEEP_DAYS", 30))
# how long rows are kept, by the name of the term (supervision/retention/terms.py), and where they stand afterwards
KEEP_DAYS = env.family("KEEP_DAYS")
ARCHIVE_DIR = env.text("ARCHIVE_DIR", "") or str(Path(MEDIA_ROOT) / "archive")
# the first one ends what is too large before it fills the disk; large files are streamed to the disk by the last
FILE_UPLOAD_HANDLERS = [
    "supervision.admin.imports.receiving.UploadCeiling",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "supervision.admin.imports.receiving.LeavesNoHalf",
]

# pghistory: statement triggers, every row of history carries its context (who, what, why), nothing is rewritten
PGHISTORY_APPEND_ONLY = True
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)  # history is read by object, never by its relations

# The messenger. MESSENGER_TOKEN is everybody's, MESSENGER_TOKEN_55 the token of region 55
MESSENGER_TOKENS = env.family("MESSENGER_TOKEN")
EMULATOR_PORT = int(env.number("EMULATOR_PORT", 8091))
MESSENGER_URL = env.text(
    "MESSENGER_URL", f"http://127.0.0.1:{EMULATOR_PORT}" if LOCAL else "https://platform-api2.max.ru"
)
MESSENGER_PROVISIONING = env.text("MESSENGER_PROVISIONING", "api" if LOCAL else "manual")
MESSENGER_PROVISIONING_URL = env.text("MESSENGER_PROVISIONING_URL", MESSENGER_URL)
MESSENGER_CA_FILE = env.text("MESSENGER_CA_FILE", "")
# where the messenger reaches the portal (https, port 443); empty: no webhooks, everything is found by looking
WEBHOOK_BASE_URL = env.text("WEBHOOK_BASE_URL", "")
# where people reach the portal, for links in letters and messages; empty: these say what there is without a link
PORTAL_URL = env.text("PORTAL_URL", WEBHOOK_BASE_URL).rstrip("/")
# where a link to a bot begins; on one's own machine the emulator shows the dialog there
MESSENGER_START_URL = env.text("MESSENGER_START_URL", MESSENGER_URL if LOCAL else "https://max.ru")
# share of the allowed rate that the schedule uses: 29 of 30 leaves 34 ms for jitter, so no window ever holds 31
MESSENGER_PACE_SHARE = env.number("MESSENGER_PACE_SHARE", 29 / 30)
# hosts to which an invite link may lead (also hosts below them)
MESSENGER_LINK_HOSTS = env.names("MESSENGER_LINK_HOSTS", "max.ru")
# so many chats, and so many of a hundred, turning to the same trouble within so many minutes hold the account
MESSENGER_HOLD_CHATS = int(env.number("MESSENGER_HOLD_CHATS", 20))
MESSENGER_HOLD_PERCENT = int(env.number("MESSENGER_HOLD_PERCENT", 5))
MESSENGER_HOLD_MINUTES = int(env.number("MESSENGER_HOLD_MINUTES", 10))
MESSENGER_PARALLEL_CHATS = int(env.number("MESSENGER_PARALLEL_CHATS", 8))

# the admin's look; menu and starting page are built for whoever asks
UNFOLD = {
    "SITE_TITLE": _("Official chats of houses"),
    "SITE_HEADER": _("Official chats of houses"),
    "SITE_SUBHEADER": _("State housing supervision"),
    "SITE_SYMBOL": "apartment",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("supervision/favicon.svg"),
        },
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": [lambda request: static("supervision/portal.css")],
    "SCRIPTS": [
        lambda request: static("supervision/select_names.js"),
        lambda request: static("supervision/find.js"),
    ],
    "DASHBOARD_CALLBACK": "supervision.admin.desk.dashboard.dashboard",
    "ACCOUNT": {"navigation": ACCOUNT_LINKS},
    "SIDEBAR": {"navigation": "supervision.admin.navigation.sidebar"},
    "TABS": "supervision.admin.navigation.tabs",
    "COLORS": {
        "primary": {
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(62.3% .214 259.815)",
            "600": "oklch(54.6% .245 262.881)",
            "700": "oklch(48.8% .243 264.376)",
            "800": "oklch(42.4% .199 265.638)",
            "900": "oklch(37.9% .146 265.522)",
            "950": "oklch(28.2% .091 267.935)",
        },
    },
}

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOG_FORMAT = env.choice("LOG_FORMAT", ("json", "lines"), "lines" if LOCAL else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "housechats.logs.json_formatter"},
    },
    "filters": {
        "refusals_in_one_line": {"()": "housechats.logs.RefusalsInOneLine"},
        "secrets_of_addresses": {"()": "housechats.logs.SecretsOfAddresses"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["secrets_of_addresses"]}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"filters": ["refusals_in_one_line"]},
        **{name: {"level": "WARNING"} for name in ("httpx", "httpcore")},
        # a line for every wake-up, two a second
        **{
            name: {"level": "WARNING"}
            for name in ("celery.app.trace", "celery.worker.strategy", "celery.worker.request")
        },
    },
}
