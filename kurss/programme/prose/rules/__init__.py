"""The rules of prose. A new rule is one function with its decorator in one of these files."""

from kurss.programme.prose.rules import dates, indicators, money, plan, promises, shares, wording

__all__ = ("dates", "indicators", "money", "plan", "promises", "shares", "wording")
