"""How a frozen piece of evidence is read aloud on a screen; what was frozen never changes."""

from __future__ import annotations

import re

from petitions.domain.case_verbs import verb_name

#: An entry of the log as it was frozen before verbs had names: "… case.extend 3f2a…", the hash at the end.
_SHORT_VERB = re.compile(r"(?<= )([a-z_]+\.[a-z_]+) ([0-9a-f]{64})\Z")


def entry_in_words(text: str) -> str:
    """The text of an entry of a matter's log, a short English verb given its Chinese name.

    Args:
        text: as frozen.

    Returns:
        The text for the screen; unchanged when it holds no such verb, the verb itself when it has no name.
    """
    return _SHORT_VERB.sub(lambda found: f"{verb_name(found[1])}（SHA-256 {found[2]}）", text)
