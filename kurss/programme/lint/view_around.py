"""The people and bodies around a programme, and its register of risks, as the rules see them: frozen rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class MeetingRow(NamedTuple):
    pk: int
    title: str
    title_en: str
    held_on: date | None
    minutes: str
    minutes_en: str


class SuggestionRow(NamedTuple):
    meeting: int
    state: str
    text: str
    text_en: str


class BodyRow(NamedTuple):
    pk: int
    title: str
    title_en: str
    mandate_en: str


class RegisteredRiskRow(NamedTuple):
    """A risk of the register; `owner` is a partner's key or words, empty where nobody answers for it."""

    number: int
    initiative: str | None
    state: str
    likelihood: int | None
    owner: str
    due_on: date | None
