"""A real installation: secrets from the environment, TLS in front or its own, nothing with a default that could be guessed."""

from django.core.exceptions import ImproperlyConfigured

from wenming.config.settings import environment
from wenming.config.settings.base import *  # noqa: F403  a settings module is the sum of its parts

DEBUG = False
SECRET_KEY = environment.text("WENMING_SECRET_KEY")
ALLOWED_HOSTS = environment.words("WENMING_HOSTS")
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("WENMING_SECRET_KEY is missing or shorter than 40 characters; set a long random text")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("WENMING_HOSTS is empty; name the hosts that people type, separated by commas")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = int(environment.text("WENMING_HSTS", str(365 * 86400)))
METRICS_FOR_LOCALHOST = False
# Whoever holds TLS tells who asks and how: the server in front, or, with a port of our own, nobody but the connection itself.
if not HTTPS_PORT:  # noqa: F405
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = 1
