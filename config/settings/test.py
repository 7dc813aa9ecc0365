"""Settings of the test suite: quick where quickness is safe, stricter than production elsewhere.

The database is `DATABASE_URL` when given (the suite passes on SQLite and PostgreSQL alike).
"""

import atexit
import os
import shutil
import tempfile

# A folder of its own: no test may read or write the data of a running installation.
_var = tempfile.mkdtemp(prefix="petition-test-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.environ["PETITION_VAR_DIR"] = _var
os.environ.setdefault("CELERY_BROKER_URL", "memory://")

from config.strict_templates import UndefinedVariable  # noqa: E402 - after the environment is settled

from .base import *  # noqa: E402 - after the environment is settled
from .base import DATABASES, TEMPLATES  # noqa: E402 - after the environment is settled
from .base import REST_FRAMEWORK as BASE_REST_FRAMEWORK  # noqa: E402 - after the environment is settled

DEBUG = False
SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
FIELD_KEY = "only-for-tests-field-key-0123456789"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SITE_URL = "http://testserver"

# A file, as in an installation: the threads of a live server get connections of their own. What a
# crash of the machine would lose does not matter here.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{_var}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_TRANSPORT = "file"
SMS_GATEWAY = "file"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# Tasks are called directly, or by a real worker; never silently in the request.
CELERY_TASK_ALWAYS_EAGER = False

# A variable that a template of this product names and its view does not give is a failure.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()

# Repeated log-ins and API calls are what tests do; tests of the limits set them themselves.
AXES_ENABLED = False
REST_FRAMEWORK = {**BASE_REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
