"""Addresses of the petitions app's part of the API."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from petitions.api.acts import ActViewSet
from petitions.api.any_act import AnyActViewSet
from petitions.api.views import CaseViewSet, ContentClassViewSet, PetitionerView

router = SimpleRouter()
router.register("cases", CaseViewSet, basename="case")
router.register("content-classes", ContentClassViewSet, basename="content-class")

#: address → method of ActViewSet: the acts that had an address of their own before `acts/` took all of them
ACT_ADDRESSES = {
    "transfer": "transfer",
    "assign": "assign",
    "file": "file",
    "object": "object",
    "decide-objection": "decide_objection",
    "inform": "inform",
    "accept": "accept",
    "refuse": "refuse",
    "extend": "extend",
    "conclude": "conclude",
    "reply": "reply",
}

urlpatterns = [
    path("petitioners/", PetitionerView.as_view(), name="petitioners"),
    *(
        path(
            f"cases/<int:pk>/{address}/",
            ActViewSet.as_view({"post": method}),
            name=f"case-{address}",
        )
        for address, method in ACT_ADDRESSES.items()
    ),
    path("cases/<int:pk>/acts/", AnyActViewSet.as_view({"get": "lawful"}), name="case-acts"),
    path(
        "cases/<int:pk>/acts/<slug:act>/",
        AnyActViewSet.as_view({"get": "asked", "post": "do"}),
        name="case-act",
    ),
    *router.urls,
]
