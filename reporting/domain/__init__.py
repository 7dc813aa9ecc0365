"""Pure rules: standard library only, no framework, no clock, no database."""
