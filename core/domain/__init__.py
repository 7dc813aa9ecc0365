"""Rules without petition words that every app's domain may use: the standard library only."""
