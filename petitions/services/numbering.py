"""Case numbers without gaps, and the code a petitioner looks the matter up with."""

from __future__ import annotations

import secrets

from django.conf import settings

from core import counters
from petitions.domain import identity
from petitions.enums import FORM_DIGITS, Form

# Without 0/O, 1/I/L and 2/Z, which are misread on paper.
LOOKUP_ALPHABET = "3456789ABCDEFGHJKMNPQRSTUVWXY"
LOOKUP_LENGTH = 10


def take_numbers(*, forms: list[str], year: int) -> list[str]:
    """Reserve one case number for each of `forms`, in their order; inside the transaction that uses them.

    The serial runs through a year over all forms, without gaps (a roll-back gives the numbers back).
    """
    area = settings.COUNTY_AREA_CODE
    first = counters.take(f"case:{area}:{year}", len(forms))
    return [
        identity.build(area, year, FORM_DIGITS[Form(form)], first + offset)
        for offset, form in enumerate(forms)
    ]


def new_lookup_code() -> str:
    """A random code of ten characters; about 10^14 of them, so it can neither be guessed nor counted on."""
    return "".join(secrets.choice(LOOKUP_ALPHABET) for _ in range(LOOKUP_LENGTH))
