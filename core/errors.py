"""The error tree every service raises; messages are Chinese and name the article where there is one."""

from __future__ import annotations

from django.core.exceptions import BadRequest


class DomainError(Exception):
    """A use case was refused.

    Args:
        message: Chinese sentence shown next to the cause.
        field: form field the message belongs to, or "" for the form as a whole.
        article: legal basis such as "条例第二十三条", or "".
    """

    code = "domain_error"
    http_status = 409

    def __init__(self, message: str, *, field: str = "", article: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field
        self.article = article

    def __str__(self) -> str:
        return f"{self.message}（{self.article}）" if self.article else self.message


class NotAllowed(DomainError):
    """The actor may see the object but may not do this act."""

    code = "not_allowed"
    http_status = 403


class Invalid(DomainError):
    """The input is wrong; `field` names where."""

    code = "invalid"
    http_status = 400


class InvalidMany(Invalid):
    """Several fields are wrong at once.

    Args:
        errors: field name → Chinese message ("" for the form as a whole).
        article: legal basis of the act that asks for them, or "".
    """

    def __init__(self, errors: dict[str, str], *, article: str = "") -> None:
        super().__init__("；".join(errors.values()), article=article)
        self.errors = errors


class Unlawful(DomainError):
    """The act is not lawful in the object's present state."""

    code = "unlawful"


class StaleState(DomainError):
    """Someone else changed the object first."""

    code = "stale_state"


class Duplicate(DomainError):
    """The same thing exists already; `existing_id` names it."""

    code = "duplicate"

    def __init__(self, message: str, *, existing_id: int, field: str = "") -> None:
        super().__init__(message, field=field)
        self.existing_id = existing_id


class BadAddress(BadRequest):
    """An address of this product asks for what does not exist; its Chinese message is meant for the reader (400)."""
