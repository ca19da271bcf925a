"""The one settings file. What differs between machines comes from the environment; what is missing names itself."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", True)
VAR = Path(env.str("VAR", str(BASE_DIR / "var")))  # everything that the embedded services and workers write


def required(name, embedded):
    """The variable, or, in development only, what `make run` embeds in its place."""
    if value := env.str(name, ""):
        return value
    if not DEBUG:
        raise ImproperlyConfigured(f"{name} is not set. With DEBUG=0 it must be.")
    return embedded


SECRET_KEY = required("SECRET_KEY", "insecure: for development only, never leaves this machine")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "cachalot",  # before those who change what it does
    "judge",
    "web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_rq",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "web.errors.refuse_the_unreadable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.errors.show_own_404",
    "web.errors.WithoutDatabase",
    "web.bodies.refuse_large_bodies",
    "web.policy.DashboardPolicy",
]
ROOT_URLCONF = "web.urls"
ASGI_APPLICATION = "judge.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Data

DATABASES = {"default": environ.Env.db_url_config(required("DATABASE_URL", f"sqlite:///{VAR}/db.sqlite3"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # with DEFERRED, over half of concurrent transactions fail
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        # Ten seconds until a visitor is told that the database is away; the next one makes the pool try again at once.
        "pool": {
            "min_size": 1,
            "max_size": env.int("DATABASE_POOL", 8),
            "timeout": 10,
            "reconnect_timeout": 5,
        },
        "connect_timeout": 5,
        # A network that swallows everything: neither side waits for the other for hours, as TCP alone would.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
        "options": "-c idle_in_transaction_session_timeout=60s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = required("REDIS_URL", f"unix://{VAR}/valkey.sock?db=0")  # queue and streams
CACHE_URL = env.str("CACHE_URL", REDIS_URL)
CACHES = {
    name: {"BACKEND": f"judge.caching.{backend}", "LOCATION": CACHE_URL, "KEY_PREFIX": "cache"}
    for name, backend in {"default": "backend.ForgivingRedisCache", "queries": "cachalot.QueryCache"}.items()
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "blobs": {
        "BACKEND": env.str("BLOB_STORAGE", "judge.storage.Folder"),
        "OPTIONS": env.json("BLOB_STORAGE_OPTIONS", {"location": str(VAR / "blobs")}),
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
BLOB_CACHE = VAR / "blob-cache"  # plain test data on this machine's disk
BLOB_CACHE_BYTES = env.int("BLOB_CACHE_BYTES", 8 * 2**30)  # after which the least recently used goes
BUILDS = VAR / "builds"  # compiled programs on this machine's disk

# What cachalot may keep: docs/caching.md says why no more than this.
CACHALOT_ONLY_CACHABLE_TABLES = ("judge_problemversion",)
CACHALOT_QUERY_KEYGEN = "judge.caching.queries.entry_of"
CACHALOT_TABLE_KEYGEN = "judge.caching.queries.stamp_of"
CACHALOT_CACHE = "queries"
CACHALOT_TIMEOUT = 600  # a warm-up that comes late, every 5 minutes, still finds what the last one kept
CACHE_GUARD = env.bool("CACHE_GUARD", DEBUG)  # a write to those tables outside a transaction is an error
CACHALOT_ADDITIONAL_SUPPORTED_DATABASES: set[str] = set()
SILENCED_SYSTEM_CHECKS = ["cachalot.W001"]  # our backend is Django's own Redis cache that never raises

# Jobs

QUEUES = ("execution", "generation", "ai", "maintenance")  # rows name one by its place: new ones come last
RQ_QUEUES = {name: {"URL": REDIS_URL, "SERIALIZER": "rq.serializers.JSONSerializer"} for name in QUEUES}
RQ = {"JOB_CLASS": "judge.queue.messages.Message", "COMMIT_MODE": "auto"}
JOB_LEASE = env.float("JOB_LEASE", 25)  # seconds without a heartbeat, due every 10, until a job is its worker's no more
JOB_SWEEP = env.float("JOB_SWEEP", 5)  # seconds between two looks at the leases
JOB_GRACE = env.float("JOB_GRACE", 3 if DEBUG else 280)  # seconds that a running job has when its worker must stop
JOB_KEPT = {  # days after its end, by the state in which a job ended
    "done": env.int("JOB_KEPT_DONE", 30),
    "cancelled": env.int("JOB_KEPT_CANCELLED", 30),
    "dead": env.int("JOB_KEPT_DEAD", 90),
}
JOB_ROOM = env.int("JOB_ROOM", 256)  # MiB of VAR's disk without which a worker takes no more programs to run
JOB_MODULES = env.list("JOB_MODULES", default=["judge.jobs"])

STREAMS_EACH = env.int("STREAMS_EACH", 20)  # pages that one session may follow live at a time, in a web process

# Pages of others

FETCH_FROM_TESTS = env.list("FETCH_FROM_TESTS", default=[])  # "127.0.0.1:8123", …: what the tests serve themselves
if FETCH_FROM_TESTS and not DEBUG:
    raise ImproperlyConfigured("FETCH_FROM_TESTS opens this machine’s own network. With DEBUG=0 it must not be set.")

# The AI: docs/ai.md

GEMINI_API_KEY = env.str("GEMINI_API_KEY", "")  # without it all else works
GEMINI_BASE_URL = env.str("GEMINI_BASE_URL", "")  # another server that speaks Gemini's protocol
AI_ENABLED = env.bool("AI_ENABLED", True)  # the admin's switch turns it off at once, and needs no restart
AI_MODEL = env.str("AI_MODEL", "gemini-3.8-flash")
AI_MODELS = env.json("AI_MODELS", {})  # by task, where one wants another: {"hints": "gemini-3.5-flash-lite"}
AI_PRICES = {  # dollars for a million tokens, in and out; a model that isn't named is taken for the dearest
    "gemini-3.1-flash-lite": [0.25, 1.50],
    "gemini-3.1-pro-preview": [2, 12],
    "gemini-3.5-flash-lite": [0.30, 2.50],
    "gemini-3.5-flash": [1.50, 9],
    "gemini-3.8-flash": [1.50, 7.50],  # from 2027 on; half of it before
} | env.json("AI_PRICES", {})
AI_CALL_SECONDS = env.float("AI_CALL_SECONDS", 200)  # of a single call
AI_TEMPERATURE = env.float("AI_TEMPERATURE", None)  # the model's own, unless somebody wants another
AI_TOKENS_PER_PROBLEM = env.int("AI_TOKENS_PER_PROBLEM", 200_000)  # a day, in and out together
AI_TOKENS_PER_USER_PER_DAY = env.int("AI_TOKENS_PER_USER_PER_DAY", 1_000_000)
AI_COST_PER_DAY = env.float("AI_COST_PER_DAY", 10)  # dollars, all together

# The sandbox

SANDBOX_REQUIRED = env.str("SANDBOX_REQUIRED", "full")  # "full", or "weak" to judge without root or cgroups

# People

AUTH_USER_MODEL = "judge.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
THROTTLES = {"login": (30, 5), "signup": (30, 60)}  # from one address, at one name: tries, in so many minutes
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", "")  # which the proxy sets itself; none: who connects
CSRF_FAILURE_VIEW = "web.errors.stale_form"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# HTTP

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
if not DEBUG:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # the platform's health check speaks plain HTTP
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20  # a request body; a submission's own limit is lower and says so in the page
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # of a request: more tests come in an archive
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어")]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # their own account of every message says nothing that a job's row doesn't say better
    "loggers": {name: {"level": "WARNING"} for name in ("rq.worker", "rq_scheduler.scheduler", "httpx2")}
    | {"django": {"handlers": []}},  # its own would say everything twice
}
