"""Accessibility of a page as axe-core sees it: labels, names, roles, contrast, order of headings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def violations(page: Page, *, within: str = "", without: tuple[str, ...] = ()) -> list[str]:
    """What breaks WCAG 2.1 A and AA on the page shown: one line per rule, with the first elements.

    Args:
        page: the open page.
        within: selector of the part to look at; the whole page by default.
        without: ids of rules to leave out, with a reason at the place of the call.
    """
    # The page's own policy forbids injected scripts; evaluating in the page does not inject one.
    page.evaluate(SCRIPT.read_text(encoding="utf-8") + "\n;void 0")
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    root = json.dumps(within) if within else "document"
    found = page.evaluate(f"async () => (await axe.run({root}, {json.dumps(options)})).violations")
    return [
        f"{rule['id']}: {rule['help']}: "
        + "; ".join(node["html"][:140] for node in rule["nodes"][:3])
        for rule in found
    ]
