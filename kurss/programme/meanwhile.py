"""Two officers at one thing: the sign of what it says, which a form carries while somebody writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

from django.db import models

from kurss.programme.words import Box


def sign(held: Any) -> str:
    """A short sign of what something says; it differs as soon as a word does, and not for a space."""
    return sha256(repr(_frozen(held)).encode()).hexdigest()[:24]


def _frozen(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Box):
        return tuple(line.split() for text in (value.text, value.text_en) for line in text.splitlines())
    if is_dataclass(value):
        return tuple(_frozen(getattr(value, entry.name)) for entry in fields(value))
    if isinstance(value, Mapping):
        return tuple((name, _frozen(each)) for name, each in sorted(value.items()))
    if isinstance(value, tuple):
        return tuple(_frozen(each) for each in value)
    return str(value)
