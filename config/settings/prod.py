"""A county's server: PostgreSQL, Redis, SMTP and TLS; refuses to start while anything is missing."""

import os
from pathlib import Path

import environ

from config.required import check_environment

# Checked before the shared settings are read, so that nothing falls back to an embedded default.
_env_file = Path(__file__).resolve().parents[2] / ".env"
if _env_file.exists():
    environ.Env.read_env(str(_env_file))
check_environment(os.environ)

from .base import *  # noqa: E402 - after the environment is settled
from .base import BASE_DIR, SITE_URL, env  # noqa: E402 - after the environment is settled

DEBUG = False
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
MAIL_TRANSPORT = "smtp"
SMS_GATEWAY = env.str("PETITION_SMS_GATEWAY", default="off")

# --- TLS ends at the proxy in front, which must set X-Forwarded-Proto itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = True

# W019: pages of this site show its own PDF files in a frame; other sites may not (frame-ancestors).
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# Lockouts count per address: the proxy's own address must not stand for everyone.
AXES_IPWARE_PROXY_COUNT = env.int("AXES_IPWARE_PROXY_COUNT", default=1)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "build" / "static"))

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", default=env.str("CELERY_BROKER_URL")),
        "KEY_PREFIX": "petitions",
    }
}
