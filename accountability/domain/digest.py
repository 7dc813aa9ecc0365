"""The words of a digest. A text message holds numbers, names of time limits and days, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from accountability.domain.channels import GROUP_WORDS, GROUPS

LONGEST_SMS = 200
END = "请登录信访系统办理。"


@dataclass(frozen=True, slots=True)
class Line:
    """One notice of a digest.

    ``number``: the case's number, "" for none and for a secret matter; ``what``: the name of the time limit, else the
    word for the kind of notice; ``days_left``: to the due date, negative when overdue, None when it has none;
    ``is_secret``: nothing but this fact is said (条例第三十条第三款).
    """

    group: str
    number: str
    what: str
    days_left: int | None = None
    is_secret: bool = False

    @property
    def words(self) -> str:
        """The line in a text message."""
        if self.is_secret:
            return "保密事项"
        return f"{self.number}{self.what}{self._standing}"

    @property
    def _standing(self) -> str:
        if self.days_left is None:
            return ""
        if self.days_left < 0:
            return f"逾期{-self.days_left}天"
        return "今日到期" if self.days_left == 0 else f"还有{self.days_left}天"


def counts(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """(word of the group, number of lines) for each group that has any, in their order."""
    found = [(GROUP_WORDS[group], sum(line.group == group for line in lines)) for group in GROUPS]
    return [(word, count) for word, count in found if count]


def subject(lines: Sequence[Line], title: str) -> str:
    """The subject of an e-mail: the title of its only notice, else how many of which group."""
    if len(lines) == 1:
        return title
    parts = "、".join(f"{word}{count}件" for word, count in counts(lines))
    return f"{len(lines)}件事项需要办理（{parts}）"


def sms_text(county: str, name: str, lines: Sequence[Line], *, longest: int = LONGEST_SMS) -> str:
    """The one text message of a digest, cut between lines where it would become too long.

    Args:
        county: the county's name, for the signature operators demand at the beginning.
        name: of the recipient.
        lines: at least one.
        longest: number of characters.
    """
    head = f"【{county}信访局】{name}："
    for shown in range(min(len(lines), longest), -1, -1):
        text = f"{head}{_body(lines, shown)}。{END}"
        if len(text) <= longest:
            return text
    return f"{head}{END}"[:longest]


def _body(lines: Sequence[Line], shown: int) -> str:
    """Each group with its number and the first of its lines, the overdue ones before the others."""
    ordered = sorted(lines, key=lambda line: GROUPS.index(line.group))
    kept = ordered[:shown]
    parts = []
    for group in GROUPS:
        total = sum(line.group == group for line in lines)
        words = [line.words for line in kept if line.group == group]
        if not total:
            continue
        more = "等" if words and len(words) < total else ""
        told = f"（{'，'.join(words)}{more}）" if words else ""
        parts.append(f"{GROUP_WORDS[group]}{total}件{told}")
    return "；".join(parts)
