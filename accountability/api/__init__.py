"""REST endpoints of the accountability app: tasks of the monthly analysis."""

from accountability.api.problems import ProblemTaskViewSet

__all__ = ["ProblemTaskViewSet"]
