"""Reads of the organization tables for services and pages."""

from organizations.selectors.calendars import setting, settings_of, work_calendar
from organizations.selectors.posts import Leading, holders, leader_for, leading

__all__ = [
    "Leading",
    "holders",
    "leader_for",
    "leading",
    "setting",
    "settings_of",
    "work_calendar",
]
