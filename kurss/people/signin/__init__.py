"""Signing up and in: django-allauth under the city's own words, pages, limits and journal."""
