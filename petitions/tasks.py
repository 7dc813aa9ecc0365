"""Owed effects of the petition app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from core import jobs
from core.errors import DomainError
from core.models import OwedEffect
from organizations.authority import authority_of
from organizations.models import User
from petitions.models import CaseFilePrint, ImportBatch
from petitions.services import clocks
from petitions.services.case_file import printing
from petitions.services.importing import batches, placing, running

#: A volume of some thousand pages takes minutes; the claim is renewed after each piece.
PRINT_LEASE = timedelta(minutes=20)


@jobs.handles(batches.EFFECT_CHECK, transactional=False)
def check_register(effect: OwedEffect, now: datetime) -> None:
    """Dry run of a large register."""
    with _shown_on_page(effect) as batch:
        running.check_rows(batch=batch, now=now)


@jobs.handles(batches.EFFECT_IMPORT, transactional=False)
def import_register(effect: OwedEffect, now: datetime) -> None:
    """Import a register in chunks; started again after a crash it goes on where it stopped."""
    with _shown_on_page(effect) as batch:
        running.import_rows(
            batch=batch,
            now=now,
            on_chunk=lambda _done, _total: jobs.renew(effect, now=timezone.now()),
            clock=timezone.now,
        )


@contextmanager
def _shown_on_page(effect: OwedEffect) -> Iterator[ImportBatch]:
    """The batch of an effect; what cannot be mended by trying again is shown on its page."""
    batch = ImportBatch.objects.select_related("uploaded_by").get(pk=effect.key)
    try:
        yield batch
    except DomainError as error:
        batches.fail(batch=batch, error=str(error))
    except Exception as error:
        if effect.attempts >= jobs.MAX_ATTEMPTS:
            batches.fail(batch=batch, error=f"{type(error).__name__}: {error}")
        raise


@jobs.handles(placing.EFFECT_APPLY, transactional=False)
def apply_place_rules(effect: OwedEffect, now: datetime) -> None:
    """Go on placing the matters of the queue 属地待定 by the rules."""
    user = User.objects.get(pk=effect.key)
    placing.apply_all(authority=authority_of(user, on=timezone.localdate(now)), now=now)


@jobs.handles(printing.EFFECT, transactional=False, lease=PRINT_LEASE)
def print_case_file(effect: OwedEffect, now: datetime) -> None:
    """Put a large case file together; what cannot be mended by trying again is shown on its page."""
    order = CaseFilePrint.objects.select_related("by").get(pk=effect.key)
    try:
        printing.carry_out(
            order=order, now=now, busy=lambda: jobs.renew(effect, now=timezone.now())
        )
    except DomainError as error:
        printing.give_up(order=order, problem=str(error), now=now)
    except Exception as error:
        if effect.attempts >= jobs.MAX_ATTEMPTS:
            printing.give_up(order=order, problem=f"{type(error).__name__}: {error}", now=now)
        raise


@shared_task(name="petitions.remove_case_files")
def remove_case_files() -> None:
    """Each night: printed case files that were kept long enough are removed; repeating it changes nothing."""
    printing.remove_outdated(on=timezone.localdate(), now=timezone.now())


@shared_task(name="petitions.lapse_rights")
def lapse_rights() -> None:
    """Each night: periods of rights that passed unused no longer run; repeating it changes nothing."""
    clocks.lapse_rights(on=timezone.localdate())
