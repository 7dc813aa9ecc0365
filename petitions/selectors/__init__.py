"""Reads of the petition tables for services and pages."""
