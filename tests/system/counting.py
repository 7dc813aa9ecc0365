"""A Celery application for the worker tests: the product's own, with one more kind of effect.

Each effect writes a row of its own; a second row for the same effect would prove a double.
"""

import os
import time
from datetime import timedelta

import django

from config.celery import app  # noqa: F401 - `celery --app tests.system.counting` finds it here

django.setup()

from core import jobs  # noqa: E402 - after Django is set up

LEASE = timedelta(seconds=float(os.environ.get("TEST_LEASE", "2")))


@jobs.handles("test.count", lease=LEASE)
def count(effect, now):
    from django.db import connection

    time.sleep(0.02)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO test_done (effect_id) VALUES (%s)", [effect.pk])
