"""One settings module; development, demonstration and production differ only by environment variables."""

import os
import sys
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ledger_site import environment as env

ROOT = env.ROOT
DATA_DIR = env.data_dir()
DEMO = env.flag("LEDGER_DEMO")
DEBUG = env.flag("LEDGER_DEBUG")
TESTING = "pytest" in sys.modules

PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
_public = urlsplit(PUBLIC_URL)
SECURE = _public.scheme == "https"
LOCAL = _public.hostname in {"localhost", "127.0.0.1", "::1"}

SECRET_KEY = env.text("SECRET_KEY")
if not TESTING and (len(SECRET_KEY) < 40 or len(set(SECRET_KEY)) < 10 or "insecure" in SECRET_KEY):
    raise ImproperlyConfigured(
        "SECRET_KEY is too weak. Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
# Seals identity numbers of the staffing register; a key of its own lets SECRET_KEY be changed without losing them.
STAFFING_KEY = env.text("STAFFING_KEY", SECRET_KEY)
if not LOCAL and not SECURE:
    raise ImproperlyConfigured("PUBLIC_URL must start with https:// unless it is this machine.")
if not LOCAL and (DEMO or DEBUG):
    raise ImproperlyConfigured("LEDGER_DEMO and LEDGER_DEBUG are for this machine only; unset them in production.")

ALLOWED_HOSTS = [_public.hostname or "localhost"] + (["localhost", "127.0.0.1", "testserver"] if LOCAL else [])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "audit",
    "organizations",
    "deadlines",
    "documents",
    "problems",
    "staffing",
    "verification",
    "approvals",
    "ledger_site.apps.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "ledger_site.middleware.RequestIdMiddleware",
    "audit.middleware.RequestFactsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "organizations.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.SessionAgeMiddleware",
    "organizations.middleware.AccountLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "organizations.middleware.PasswordChangeMiddleware",
    "ledger_site.middleware.NoStoreMiddleware",
    "ledger_site.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ledger_site.urls"
WSGI_APPLICATION = "ledger_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ledger_site.navigation.shell",
            ],
            "builtins": ["ledger_site.templatetags.ledger"],
        },
    }
]
FORM_RENDERER = "ledger_site.forms.LedgerFormRenderer"

DATABASE_ROLE = os.environ.get("LEDGER_DATABASE_ROLE", "application")
_database_url = env.text("DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL")
DATABASES = {"default": env.database(_database_url)}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"]["OPTIONS"],  # type: ignore[dict-item]
    "application_name": "ledger",
}
if DATABASE_ROLE == "application" and not TESTING:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}  # type: ignore[index]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organizations.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "organizations.backend.AccountBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "organizations.passwords.ThreeKindsValidator"},
    {"NAME": "organizations.passwords.NotTheSameValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
ACCOUNT_ADAPTER = "organizations.signin.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes counts wrong passwords, per name and address
ACCOUNT_FORMS = {"login": "organizations.signin.SignInForm", "change_password": "organizations.signin.PasswordForm"}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True  # ten in a row, as the page says
AXES_USERNAME_CALLABLE = "organizations.signin.tried_name"
AXES_CLIENT_IP_CALLABLE = "organizations.signin.client_address"
AXES_LOCKOUT_CALLABLE = "organizations.signin.locked_out"
AXES_SENSITIVE_PARAMETERS: list[str] = []
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
PASSWORD_MAX_AGE_DAYS = env.number("PASSWORD_MAX_AGE_DAYS", 0 if DEMO else 90)
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 30)
SESSION_HOURS = env.number("SESSION_HOURS", 12)

SESSION_COOKIE_NAME = "__Host-session" if SECURE else "ledger_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "ledger_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ledger_site.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "ledger_language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["ledger_site.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
_assets = ROOT / ".assets"
STATICFILES_DIRS = [ROOT / "static", *([_assets] if _assets.exists() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING  # no collected files in tests
FILES_DIR = DATA_DIR / "files"
EVIDENCE_MAX_BYTES = env.number("EVIDENCE_MAX_MB", 50) * 1024 * 1024
EVIDENCE_MAX_FILES = 20  # in one act
EVIDENCE_MAX_ENTRY_BYTES = env.number("EVIDENCE_MAX_ENTRY_MB", 1000) * 1024 * 1024
FILE_SCANNER = env.text("FILE_SCANNER", "")  # clamd: host:port or unix:/path; empty: nothing is held back
WORKBOOK_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

REDIS_URL = env.text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_connect_timeout": 3, "socket_timeout": 30}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    # name: (task, seconds)                                      requirement
    "imports-not-picked-up": {"task": "problems.jobs.resume_imports", "schedule": 60.0},  # B13: a lost message
    "files-not-scanned": {"task": "documents.jobs.scan_pending", "schedule": 60.0},  # rule 32: a lost message
    "files-swept": {"task": "documents.jobs.sweep_files", "schedule": 86400.0},  # rule 34, F06
    "posts-taken-up": {"task": "organizations.jobs.effect_handovers", "schedule": 600.0},  # A5
    "applications-cured": {"task": "approvals.jobs.revive_cured", "schedule": 60.0},  # D4: paused revives when cured
    "exports": {"task": "problems.jobs.look_after_exports", "schedule": 60.0},  # B13: a lost message, expired files
    "notices-not-drawn": {"task": "documents.jobs.render_missing", "schedule": 60.0},  # C6: a lost message
}

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "ledger@localhost")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ledger_site.authentication.TokenAuthentication",
        "ledger_site.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "ledger_site.authentication.ScopeHolds",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["ledger_site.authentication.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"token": env.text("API_TOKEN_RATE", "600/min")},
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ledger_site.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "ledger_site.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": [],
    "EXCEPTION_HANDLER": "ledger_site.api.refuse",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Problem-rectification ledger",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "EntryState": "problems.states.State",
        "ApplicationState": "approvals.states.State",
        "ControlScope": "approvals.models.Scope",
        "DecidingBody": "approvals.models.Body",
        "ImportState": "problems.models.intake.ImportRun.State",
        "ExportState": "problems.models.lists.Export.State",
        "ExportFormat": "problems.models.lists.Export.Format",
        "RecordOutcome": "verification.models.Outcome",
        "RowOutcome": "problems.api_lists.OUTCOMES",
        "TokenScope": "organizations.credentials.ApiToken.Scope",
        "ConsentAnswer": "verification.models.SuperiorConsent.Answer",
        "OpinionAnswer": "verification.models.Opinion.Answer",
        "LinkKind": "problems.models.joining.Link.Kind",
        "QuestionKind": "verification.models.Answered.Kind",
        "ConfirmationAnswer": "staffing.models.Confirmation.Answer",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ledger_site.schema.with_refusals",
    ],
    "DESCRIPTION": "Every act and list of the ledger under the same rules as the pages. Sign in with a token"
    " (`Authorization: Bearer …`, made under “My access”) or the session of a browser with CSRF. An Idempotency-Key"
    " makes an act count once, however often it is sent.",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
}

SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_FILEFIELD_TO_CHARFIELD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "ledger_site.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "ledger_site.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}, "axes": {"level": "WARNING"}},
}
