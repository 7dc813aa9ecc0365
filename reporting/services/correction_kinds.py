"""What each kind of paper brings to its corrections: how it is counted anew, numbered and spoken of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from reporting.domain.corrections import Change
from reporting.models import AnnualReport, Bulletin
from reporting.services import annual_document, annual_publication, bulletin_document, publication
from reporting.services.recounts import find_annual_changes, find_changes


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper that is corrected.

    Attributes:
        prefix: its field in `Correction`; begins the verbs of the log and names the counter of 发文字号.
        folder: where its files lie, below the media root.
        changes: what a recount of a paper finds.
        number_of: 发文字号 of a paper.
        number: 发文字号 from year and serial.
        heads: headings of what a figure is of, and which figure it is.
        ending: what a correction says of everything else.
        is_upward: a document to a superior names who signed it (签发人).
    """

    prefix: str
    folder: str
    changes: Callable[[Any], list[Change]]
    number_of: Callable[[Any], str]
    number: Callable[..., str]
    heads: tuple[str, str]
    ending: str
    is_upward: bool = False


BULLETIN = PaperKind(
    prefix="bulletin",
    folder="bulletins",
    changes=find_changes,
    number_of=publication.number_of,
    number=bulletin_document.document_number,
    heads=(gettext_noop("单位"), gettext_noop("项目")),
    ending=(
        "原通报其他内容不变，原印发文件不作改动。以后各期通报的上期名次、各月得分，采用更正后的数据。"
    ),
)
ANNUAL = PaperKind(
    prefix="annual",
    folder="annual",
    changes=find_annual_changes,
    number_of=annual_publication.number_of,
    number=annual_document.document_number,
    heads=(gettext_noop("项目"), gettext_noop("栏目")),
    ending="原报告其他内容不变，原印发文件不作改动。",
    is_upward=True,
)


def kind_of(paper: Bulletin | AnnualReport) -> PaperKind:
    """The kind of a paper."""
    return ANNUAL if isinstance(paper, AnnualReport) else BULLETIN


def stem_of(paper: Bulletin | AnnualReport) -> str:
    """The name of a paper's files: its period or year."""
    return str(paper.year) if isinstance(paper, AnnualReport) else paper.period
