"""The demonstration county: invented from its name to the last complaint, the same on every load."""
