"""Django's PostgreSQL as a site uses it: see `base`."""
