"""One machine, no server to install: SQLite, the filesystem broker, keys made at the first start.

`make run` uses these settings with DEBUG off, so that what is tried is what would be used;
`make dev` turns DEBUG on.
"""

from config.secret_files import read_or_create

from .base import *
from .base import FIELD_KEY, INSTALLED_APPS, SECRET_KEY, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

# The keys stay beside the data they protect: whoever restores var/ restores both.
SECRET_KEY = SECRET_KEY or read_or_create(VAR_DIR / "keys" / "secret_key")
FIELD_KEY = FIELD_KEY or read_or_create(VAR_DIR / "keys" / "field_key")

# Static files straight from their folders, by both servers and with DEBUG on or off.
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
