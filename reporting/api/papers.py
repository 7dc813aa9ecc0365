"""What the REST endpoints of reports share: who may read them, one of them, its issued file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework import mixins, viewsets

from organizations.api import WithAuthority
from organizations.authority import Authority
from reporting.services.paper_files import published_file


class PaperViewSet(WithAuthority, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Papers of one kind, all of them or none for a reader; one is found by the value in its address."""

    filter_backends = []
    model: ClassVar[Any]

    def allowed(self, authority: Authority) -> bool:
        """Whether the reader may see papers of this kind."""
        raise NotImplementedError

    def listed(self) -> QuerySet[Any]:
        """Every paper, without its contents."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Every paper, or none."""
        return self.listed() if self.allowed(self.authority) else self.model.objects.none()

    def paper(self, value: object) -> Any:
        """One paper, or 404 for whoever may not read it (a query)."""
        found = self.model.objects.filter(**{self.lookup_field: value}).first()
        if found is None or not self.allowed(self.authority):
            raise Http404
        return found

    def file(self, value: object) -> HttpResponse:
        """The issued file of a paper, byte for byte; 404 before the issue."""
        content = published_file(self.paper(value))
        if content is None:
            raise Http404
        return HttpResponse(content, content_type="application/pdf")
