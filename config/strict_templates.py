"""Makes an undefined template variable raise, for the test suite.

Django renders an unknown variable as nothing: a misspelt name is an empty cell that nobody notices.
"""

import sys
from types import FrameType
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import FilterExpression, Node, Origin
from django.template.defaultfilters import default, default_if_none
from django.template.defaulttags import ForNode

OPTIONAL = {default, default_if_none}


class UndefinedTemplateVariableError(AssertionError):
    """A template of this product used a variable that its context does not hold."""


def _origin(frame: FrameType | None) -> Origin | None:
    """Find the template whose node is being rendered, from the innermost frame outwards."""
    while frame is not None:
        owner: Any = frame.f_locals.get("self")
        if isinstance(owner, Node) and getattr(owner, "origin", None) is not None:
            return owner.origin
        frame = frame.f_back
    return None


def _is_ours(origin: Origin | None) -> bool:
    if origin is None:
        return False
    name = str(origin.name)
    return name.startswith(str(settings.BASE_DIR)) and "site-packages" not in name


class UndefinedVariable(str):
    """Value of `string_if_invalid`: an empty string that complains when Django reaches for it.

    Two uses stay allowed: a filter chain with `default` or `default_if_none` (an optional variable,
    said aloud) and templates of other packages (the admin site has many).
    """

    __slots__ = ()

    def __new__(cls) -> "UndefinedVariable":
        return super().__new__(cls, "")

    def __bool__(self) -> bool:
        # Django asks `if string_if_invalid:` in FilterExpression.resolve, and nowhere else.
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if frame.f_code.co_name != "resolve" or not isinstance(expression, FilterExpression):
            return False
        if any(function in OPTIONAL for function, _ in expression.filters):
            return False
        origin = _origin(frame.f_back)
        if _is_ours(origin):
            raise UndefinedTemplateVariableError(
                f"{origin.name if origin else '?'}: unknown variable {expression.token!r}"
            )
        return False


def refuse_undefined_loop(node: ForNode, context: Context) -> None:
    """Raise when a `{% for %}` of this product loops over a name its context does not hold.

    Args:
        node: the loop about to be rendered.
        context: the context it is rendered in.

    Raises:
        UndefinedTemplateVariableError: the first name of the looped expression is unknown.
    """
    expression: Any = node.sequence
    lookups = getattr(expression.var, "lookups", None) if expression.is_var else None
    if not lookups or any(function in OPTIONAL for function, _ in expression.filters):
        return
    if lookups[0] not in context and _is_ours(node.origin):
        raise UndefinedTemplateVariableError(
            f"{node.origin.name}: loop over unknown variable {expression.token!r}"
        )
