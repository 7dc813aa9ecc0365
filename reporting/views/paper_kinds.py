"""What a kind of paper says of itself to the views that all papers share: where it is, what is done with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.http import HttpRequest
from django.urls import reverse

from reporting.models import Paper
from reporting.services.previews import Preview

P = TypeVar("P", bound=Paper)


class PaperKind(ABC, Generic[P]):
    """One kind of paper.

    Attributes:
        page, list_page: URL names of a paper and of their list; `list_name` is said of the list.
        prefix: how the URL names of the parts begin; `renamed` has those that are called otherwise.
        template: of the page.
        correction: URL name of one of its corrections; "" for a kind that has none.
        effect: kind of the owed effect that prints a signed paper.
        counted: name among the papers a worker counts (`draft_counts.PAPERS`); "" for a kind that is counted at once.
        words: what is said after "approve", "send_back" and "sign".
    """

    page: ClassVar[str]
    list_page: ClassVar[str]
    list_name: ClassVar[Any]
    prefix: ClassVar[str]
    renamed: ClassVar[Mapping[str, str]] = {}
    template: ClassVar[str]
    correction: ClassVar[str] = ""
    effect: ClassVar[str]
    counted: ClassVar[str] = ""
    words: ClassVar[Mapping[str, Any]]

    # what a kind of paper says of itself; each act asks who may, and raises a DomainError where it may not be

    @abstractmethod
    def find(self, request: HttpRequest, **key: Any) -> P:
        """The paper of an address, or 404 for whoever may not read it."""

    @abstractmethod
    def key(self, paper: P) -> object:
        """What names a paper in its addresses."""

    @abstractmethod
    def form(self, data: Any = None, *, paper: P) -> Any:
        """The texts written by hand: a field ``edition``, and the fields ``leading()`` and ``sections()``."""

    @abstractmethod
    def context(self, request: HttpRequest, paper: P, shown: Mapping[str, Any]) -> dict[str, Any]:
        """What the page shows beside what every paper's page does."""

    @abstractmethod
    def kept(self, paper: P, form: Any) -> list[tuple[Any, str]]:
        """Name and text of what somebody else saved meanwhile."""

    @abstractmethod
    def number_of(self, paper: P) -> str:
        """发文字号, "" before the paper is signed."""

    @abstractmethod
    def count_again(self, paper: P, *, fresh: bool, **by: Any) -> object:
        """Count a draft anew; False where a worker will."""

    @abstractmethod
    def save(self, paper: P, form: Any, **by: Any) -> object:
        """Keep what was written by hand."""

    @abstractmethod
    def printed(self, paper: P, form: Any, *, now: datetime) -> Preview:
        """Have a draft printed with texts that may not be saved yet; the draft itself is not touched."""

    @abstractmethod
    def approving(self, paper: P, **by: Any) -> object:
        """Approve a draft."""

    @abstractmethod
    def sending_back(self, paper: P, *, reason: str, **by: Any) -> object:
        """Take an approval back."""

    @abstractmethod
    def signing(self, paper: P, **by: Any) -> object:
        """Number an approved paper and owe its printing."""

    @abstractmethod
    def workbook(self, paper: P, *, now: datetime) -> bytes:
        """Every table as a sheet."""

    # addresses

    def name(self, part: str) -> str:
        """URL name of a part."""
        return self.renamed.get(part, f"{self.prefix}{part}")

    def url(self, part: str, paper: P, *more: object) -> str:
        """Address of a part of a paper."""
        return reverse(f"reporting:{self.name(part)}", args=[self.key(paper), *more])
