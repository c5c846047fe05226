"""Settings shared by every way of running; what differs by installation comes from ``environment``."""

from __future__ import annotations

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from wenming.config.settings import environment
from wenming.config.settings.jobs import ATTEMPTS, Q_CLUSTER  # noqa: F401  read by django-q2
from wenming.config.settings.logs import LOGGING  # noqa: F401  read by Django
from wenming.kernel.imports.gateways import read_gateway
from wenming.kernel.imports.providers import read_providers

ROOT = environment.ROOT
VAR = environment.var_folder()
FILES_FOLDER = VAR / "files"
# Official fonts that this installation may use, for PDF and drawn pictures; the machine's own fonts stand behind them.
FONTS_FOLDER = environment.Path(environment.text("WENMING_FONTS", str(VAR / "fonts"))).absolute()

# The base map of this installation, off by default: maps are then schematic. Its host is all that the policy opens for it.
MAP_TILES, MAP_ATTRIBUTION, MAP_DATUM = environment.base_map()
MAP_SOURCES = environment.origins(MAP_TILES)
# What stands in QR codes; "" = the address under which the sheet was opened.
PUBLIC_ADDRESS = environment.text("WENMING_ADDRESS").rstrip("/")

SYSTEM_NAME = environment.text("WENMING_NAME", "文明创城平台")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "wenming.kernel",
    "wenming.organisations",
    "wenming.documents",
    "wenming.messaging",
    "wenming.burden",
    "wenming.draws",
    "wenming.standards",
    "wenming.campaigns",
    "wenming.sites",
    "wenming.evidence",
    "wenming.issues",
    "wenming.inspections",
    "wenming.materials",
    "wenming.assessment",
    "wenming.supervision",
    "wenming.workbench",
    "wenming.api",
    "wenming.onsite",
    "wenming.rehearsal",
    "wenming.config",
    "django_htmx",
    "django_q",
    "rules",
    "axes",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "wenming.kernel.middleware.PlainHttpMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wenming.kernel.middleware.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "wenming.kernel.middleware.ReadOnlyMiddleware",
    "wenming.kernel.middleware.FirstPasswordMiddleware",
    "wenming.kernel.middleware.CityMiddleware",
    "wenming.kernel.middleware.SecrecyMiddleware",
]

ROOT_URLCONF = "wenming.config.urls"
WSGI_APPLICATION = "wenming.config.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "django.template.context_processors.i18n",
    "wenming.kernel.context_processors.shell",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "wenming.kernel.adapters.jinja.environment"},
    },
]

DATABASES = {"default": environment.database(environment.text("DATABASE_URL"), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# /metrics without a token, for a process on the same machine. Behind a proxy everybody seems to be that.
METRICS_FOR_LOCALHOST = True

# Whether `login ROLE` may print a session: the demo and a checkout on somebody's own machine say so, nothing else does.
DEMO_SIGN_IN = False

# One table event -> jobs; the kernel only knows its dotted path.
EVENT_DISPATCH = "wenming.config.jobs.dispatch"
EVENT_JOBS = "wenming.config.jobs.JOBS"
JOB_ATTEMPTS = ATTEMPTS
MENU = "wenming.config.menu.menu_of"
BELL = "wenming.messaging.views.inbox.bell"
CITIES_OF = "wenming.organisations.rules.cities_of"

# A GET changes no domain row. These tables are the whole list of what it may write, and why.
GET_MAY_WRITE = {
    "django_session": "the session's expiry, the language, the messages",
    "axes_accesslog": "who signed in and out, when",
    "mfa_authenticator": "sign-in: allauth notes that a person has seen the recovery codes",
}
# The sole exception: a provider sends the person back by a GET, which signs in (django.contrib.auth notes when, axes
# forgets the failures) and may link the identity that the provider proved. State, nonce and issuer were checked before.
GET_MAY_WRITE_AT = {
    "openid_connect_callback": {
        "axes_accessattempt": "the failures before this sign-in are forgotten",
        "kernel_account": "when the account signed in last",
        "socialaccount_socialaccount": "which identity is which account",
    },
}

AUTH_USER_MODEL = "kernel.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "wenming.kernel.rules.MixedCharactersValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "kernel:start"

ACCOUNT_ADAPTER = "wenming.kernel.adapters.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = "wenming.kernel.adapters.accounts.display_name"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# The lock-out is axes', kept in the database; allauth's own lives in one process's memory only.
ACCOUNT_RATE_LIMITS = {"login_failed": False}
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SYSTEM_NAME
MFA_FORMS = {"add_webauthn": "wenming.kernel.forms.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

SOCIALACCOUNT_ADAPTER = "wenming.kernel.adapters.oidc.OfficeAdapter"
OIDC_PROVIDERS, OIDC_FAULTS = read_providers(environment.text("WENMING_OIDC"))
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_PROVIDERS, "OAUTH_PKCE_ENABLED": True}}
# A link to the provider changes nothing here; only what comes back does, and that carries our state.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SMS_GATEWAY, SMS_FAULTS = read_gateway(environment.text("WENMING_SMS"))

# Where the certificate authority of this installation lies, if it has one of its own (run.py serve --tls, demo --lan).
TLS_FOLDER = VAR / "tls"
# Where browsers find the HTTPS that this process itself holds; "" where a proxy holds it, or nobody.
HTTPS_PORT = environment.text("WENMING_HTTPS_PORT")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(HTTPS_PORT)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "lockout.html"
AXES_USERNAME_CALLABLE = "wenming.kernel.adapters.accounts.sign_in_name"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "phone", "code"]
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_IPWARE_PROXY_COUNT: int | None = None

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wenming.kernel.views.ground.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_SOURCES],
        "connect-src": [SELF, *MAP_SOURCES],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "src" / "wenming" / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 86400
USE_I18N = True
FORMAT_MODULE_PATH = "wenming.locale"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
# Vite names its files by their content, so a browser may keep them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/built/assets/.+$"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A batch of 300 accounts has nine fields a row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_LIMIT_MEGABYTES = 50
# A ClamAV daemon that looks at every material: the path of its socket, or host:port; "" = the built-in look alone.
CLAMD = environment.text("WENMING_CLAMD")
# A workbook up to this size (about 5,000 rows) is read, and so many rows are written, while the person waits; more is a job's.
IMPORT_AT_ONCE_BYTES = 300_000
IMPORT_AT_ONCE_ROWS = 5_000

# Nothing leaves the house by default: no mail server, and no address inside the house to which webhooks may go.
globals().update(environment.mail())
WEBHOOK_HOSTS = frozenset(host.lower() for host in environment.words("WENMING_WEBHOOK_HOSTS"))
