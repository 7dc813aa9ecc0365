"""Reads of the organization tables for services and pages."""

from organizations.selectors.calendars import setting, work_calendar
from organizations.selectors.posts import holders, leader_for

__all__ = ["holders", "leader_for", "setting", "work_calendar"]
