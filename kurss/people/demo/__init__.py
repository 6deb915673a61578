"""Believable people for a demonstration: made up, the same for the same seed, and pure."""

from kurss.people.demo.believable import BelievablePeople, Family, believable_people

__all__ = ["BelievablePeople", "Family", "believable_people"]
