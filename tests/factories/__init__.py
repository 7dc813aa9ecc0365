"""Builders of rows that tests share; they write rows directly, never through services."""
