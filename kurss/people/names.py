"""How people are put in order: by family name, then given name, in Latvian order. Pure."""

from kurss.places.alphabet import latvian_sort_key

__all__ = ["latvian_sort_key", "person_sort_key"]


def person_sort_key(given_name: str, family_name: str) -> str:
    """Every Kalns before every Kalnsone, whatever their given names."""
    return latvian_sort_key(f"{family_name}, {given_name}")
