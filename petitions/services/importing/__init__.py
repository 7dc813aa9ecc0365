"""Register import: reading the file, the dry run, the resumable import, the report."""
