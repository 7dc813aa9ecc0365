"""What an installation should be told before it goes into service."""

from __future__ import annotations

from typing import Any

from django.core import checks


@checks.register(deploy=True)
def fonts_of_documents(**_options: Any) -> list[checks.CheckMessage]:
    """Official documents print wrongly without their fonts; a substitute for a licensed one is no fault."""
    from core.pdf import fonts  # loaded for `check --deploy` alone

    return [checks.Warning(problem, id="core.W001") for problem in fonts.report().problems]
