"""Addresses of the core app."""

urlpatterns: list = []
