"""One function per act on units, accounts, posts, population, calendar and settings."""
