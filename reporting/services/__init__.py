"""Use cases of bulletins and snapshots."""
