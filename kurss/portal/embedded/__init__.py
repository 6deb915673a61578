"""The embedded PostgreSQL server: started for a site that names no server of its own."""
