"""Settings of a Kurss site: `production` for a city, `demo` for the Ventspils case, `test` for pytest."""
