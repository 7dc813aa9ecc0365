"""Addresses of the REST API."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from accountability.api import ProblemTaskViewSet
from config.api_docs import docs
from organizations.api import TokenView, UnitViewSet
from reporting.api import (
    PERIOD,
    AnalysisReportViewSet,
    AnnualReportViewSet,
    BulletinViewSet,
    FiguresView,
    IndicatorsView,
    QueryView,
)

router = SimpleRouter()
router.register("units", UnitViewSet, basename="unit")
router.register("analysis-reports", AnalysisReportViewSet, basename="analysis-report")
router.register("annual-reports", AnnualReportViewSet, basename="annual-report")
router.register("problem-tasks", ProblemTaskViewSet, basename="problem-task")
router.register("bulletins", BulletinViewSet, basename="bulletin")

app_name = "api"

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("token/", TokenView.as_view(), name="token"),
    path("figures/", IndicatorsView.as_view(), name="indicators"),
    path("figures/query/", QueryView.as_view(), name="figures_query"),
    re_path(rf"^figures/(?P<period>(?:{PERIOD}))/$", FiguresView.as_view(), name="figures"),
    path("", include("petitions.api.urls")),
    *router.urls,
]
