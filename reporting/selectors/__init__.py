"""Reads of the reporting app: cases behind a number, figures of a month, bulletins, dashboards."""
