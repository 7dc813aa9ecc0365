"""Which matters may be handled simply (《信访事项简易办理办法》第四、五条)."""

from core.domain.words import words as _


def why_not_simple(
    *,
    is_first: bool,
    from_superior: bool,
    assigned: bool,
    is_collective: bool,
    is_report: bool,
    units: int,
) -> str:
    """Return why the simple procedure is closed to a matter, "" when it is open.

    Args:
        is_first: first time raised (初次).
        from_superior: sent down by a higher organ's assignment.
        assigned: assigned with a period and a report owed (交办).
        is_collective: a collective visit.
        is_report: a report against persons, which has rules of its own.
        units: units answering for parts of it.
    """
    if not is_first:
        return _("简易办理只适用于初次信访事项，该事项是重复信访")
    if from_superior or assigned:
        return _("上级交办的事项不适用简易办理")
    if is_report:
        return _("检举控告类事项不适用简易办理")
    if is_collective:
        return _("集体联名的事项不适用简易办理")
    if units > 1:
        return _("涉及多个责任主体的事项不适用简易办理")
    return ""
