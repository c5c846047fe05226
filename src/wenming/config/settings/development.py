"""A checkout on somebody's own machine: the demo, the tests' base, no TLS. Never for real data."""

from wenming.config.settings import environment
from wenming.config.settings.base import *  # noqa: F403  a settings module is the sum of its parts

DEBUG = environment.flag("WENMING_DEBUG")
SECRET_KEY = environment.text("WENMING_SECRET_KEY", "only-for-rehearsal-" + "0" * 40)
ALLOWED_HOSTS = environment.words("WENMING_HOSTS", "localhost,127.0.0.1,[::1],testserver")
DEMO_SIGN_IN = True
