"""Every address of the site."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("health/", health.site, name="health"),
    path("health/jobs/", health.jobs, name="health_jobs"),
    path("", include("core.urls")),
    path("", include("organizations.urls")),
    path("", include("petitions.urls")),
    path("", include("accountability.urls")),
    path("", include("reporting.urls")),
    path("api/v1/", include("config.api_urls")),
]

handler400 = "config.errors.unreadable"
handler404 = "config.errors.not_found"
