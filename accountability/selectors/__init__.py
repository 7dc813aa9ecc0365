"""Reads of the accountability app."""
