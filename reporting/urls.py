"""Addresses of the reporting app."""

urlpatterns: list = []
