"""Use cases of the petition app: one keyword-only function each, one transaction each."""
