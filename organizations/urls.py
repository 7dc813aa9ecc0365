"""Addresses of the organizations app."""

urlpatterns: list = []
