"""Addresses of the petitions app."""

urlpatterns: list = []
