"""Addresses of the accountability app."""

urlpatterns: list = []
