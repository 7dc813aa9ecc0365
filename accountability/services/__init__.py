"""Use cases of the accountability app."""
