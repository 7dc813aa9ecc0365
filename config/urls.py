"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("core.urls")),
    path("", include("organizations.urls")),
    path("", include("petitions.urls")),
    path("", include("accountability.urls")),
    path("", include("reporting.urls")),
    path("api/v1/", include("config.api_urls")),
]
