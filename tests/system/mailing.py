"""A Celery application for the mail tests: the product's own, in which a sender counts as dead after seconds."""

import os
from dataclasses import replace
from datetime import timedelta

import django

from config.celery import app  # noqa: F401 - `celery --app tests.system.mailing` finds it here

django.setup()

from core import jobs, mail, tasks  # noqa: E402, F401 - the tasks register what may be owed

LEASE = timedelta(seconds=float(os.environ.get("TEST_LEASE", "3")))
mail.CHANNEL = replace(mail.CHANNEL, lease=LEASE)
jobs._HANDLERS[mail.EFFECT] = replace(jobs._HANDLERS[mail.EFFECT], lease=LEASE)
