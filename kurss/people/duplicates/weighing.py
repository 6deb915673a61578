"""What speaks for one person and what against: the comparisons of the matching, as data. Pure.

The model is that of Fellegi and Sunter (Journal of the American Statistical Association 64, 1969): a level of a
comparison has m, how often it is met where two records are one person, and u, how often where they are two. Its
weight is log2(m / u) bits; the weights of all comparisons are added to the prior. A name's weight grows as it
is rarer *here* (term frequency), so that two Anna Bērziņa say less than two Evelīna Grosberga.

m and u are fixed, estimated from one labelled set (`labelled`, seed 1) and rounded; docs/decisions says why they
are not learned anew from a city's own register. Levels are tried in their order; the first that is met speaks.
"""

import hashlib
import json
from dataclasses import dataclass
from math import log2
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DUPLICATES_EXPECTED = 0.04
"""The share of records expected to repeat another one; the prior follows from it and the number of people."""

THRESHOLD = 3.0
"""Bits from which a pair is proposed: 8 to 1 for one person by the model. A site may ask for more or less
(`settings.KURSS_DUPLICATE_BITS`)."""


@dataclass(frozen=True, slots=True)
class Level:
    key: str
    title: str | Promise
    condition: str
    """DuckDB's SQL over the columns of `folding.Compared`, ending in _l and _r."""
    m: float
    u: float
    rare: str = ""
    """The column by whose frequency u is replaced."""

    @property
    def weight(self) -> float:
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    key: str
    title: str | Promise
    unknown: str
    """The condition under which nothing is said: one of the two does not record it."""
    levels: tuple[Level, ...]


def _nearly(name: str) -> str:
    """One letter mistyped, left out, doubled or exchanged with the next; two in a long name."""
    left, right = f"{name}_key_l", f"{name}_key_r"
    shorter = f"least(length({left}), length({right}))"
    distance = f"damerau_levenshtein({left}, {right})"
    return f"(({shorter} >= 4 AND {distance} <= 1) OR ({shorter} >= 8 AND {distance} <= 2))"


def _part(name: str) -> str:
    return (
        f"(len({name}_parts_l) > 1 OR len({name}_parts_r) > 1) "
        f"AND list_has_any({name}_parts_l, {name}_parts_r)"
    )


_SWAPPED = (
    "damerau_levenshtein(given_key_l, family_key_r) <= 1 "
    "AND damerau_levenshtein(family_key_l, given_key_r) <= 1"
)
_UNLIKE = (
    "jaro_winkler_similarity(given_key_l, given_key_r) < 0.85 "
    f"AND NOT ({_SWAPPED}) AND NOT list_has_any(given_parts_l, given_parts_r)"
)

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "given",
        _("Given name"),
        "given_key_l IS NULL OR given_key_r IS NULL",
        (
            Level("same", _("same letter for letter"), "given_l = given_r", 0.60, 0.018, "given_key"),
            Level(
                "folded", _("same but for diacritics"), "given_key_l = given_key_r", 0.25, 0.018, "given_key"
            ),
            Level("swapped", _("given and family name swapped"), _SWAPPED, 0.04, 2e-6),
            Level("part", _("one of several names is the same"), _part("given"), 0.05, 0.012),
            Level("nearly", _("a letter or two differ"), _nearly("given"), 0.06, 0.012),
            Level("other", _("another name"), "", 0.0005, 0.94),
        ),
    ),
    Comparison(
        "family",
        _("Family name"),
        "family_key_l IS NULL OR family_key_r IS NULL",
        (
            Level("same", _("same letter for letter"), "family_l = family_r", 0.57, 0.003, "family_key"),
            Level(
                "folded",
                _("same but for diacritics"),
                "family_key_l = family_key_r",
                0.25,
                0.003,
                "family_key",
            ),
            # Counted once, with the given name.
            Level("swapped", _("given and family name swapped"), _SWAPPED, 0.04, 0.04),
            Level("part", _("one of several names is the same"), _part("family"), 0.03, 0.002),
            Level("nearly", _("a letter or two differ"), _nearly("family"), 0.06, 0.004),
            Level("other", _("another name"), "", 0.03, 0.99),
        ),
    ),
    Comparison(
        "born",
        _("Birth date"),
        "born_l IS NULL OR born_r IS NULL",
        (
            # Twins share the day and not the name: then the day says nothing.
            Level(
                "twins",
                _("same, with unlike given names: twins?"),
                f"born_l = born_r AND {_UNLIKE}",
                0.5,
                0.5,
            ),
            Level("same", _("same"), "born_l = born_r", 0.90, 5e-5),
            Level(
                "swapped",
                _("day and month swapped"),
                "born_l[1:4] = born_r[1:4] AND born_l[5:6] = born_r[7:8] AND born_l[7:8] = born_r[5:6]",
                0.03,
                6e-5,
            ),
            Level("digit", _("one digit differs"), "hamming(born_l, born_r) = 1", 0.05, 0.0018),
            Level("other", _("another date"), "", 0.003, 0.998),
        ),
    ),
    Comparison(
        "contact",
        _("Contact"),
        "(email_l IS NULL OR email_r IS NULL) AND (phone_l IS NULL OR phone_r IS NULL)",
        (
            # A family shares an address: far less is proved than by chance alone, one in a hundred thousand.
            Level(
                "same", _("same e-mail or telephone"), "email_l = email_r OR phone_l = phone_r", 0.60, 0.001
            ),
            Level("other", _("another one"), "", 0.40, 0.99),
        ),
    ),
    Comparison(
        "gender",
        _("Gender"),
        "gender_l IS NULL OR gender_r IS NULL",
        (
            Level("same", _("same"), "gender_l = gender_r", 0.99, 0.5),
            Level("other", _("another one"), "", 0.01, 0.5),
        ),
    ),
    Comparison(
        "code",
        _("National code"),
        "code_l IS NULL OR code_r IS NULL",
        (
            Level("same", _("same"), "code_l = code_r", 0.9995, 1e-7),
            Level("other", _("another one"), "", 0.0005, 0.999),
        ),
    ),
)

BLOCKING: tuple[tuple[str, ...], ...] = (
    ("name_key",),
    ("born", "family_key"),
    ("born", "given_key"),
    ("born", "initials"),
    ("email",),
    ("phone",),
    ("code",),
)
"""Only pairs that agree in one of these are compared at all. `name_key` holds for swapped names too."""

BLOCKING_TITLES: tuple[str | Promise, ...] = (
    _("the same two names, in either order, diacritics aside"),
    _("birth date and family name"),
    _("birth date and given name"),
    _("birth date and initials, in either order"),
    _("e-mail address"),
    _("telephone"),
    _("national code"),
)


def prior(people: int) -> float:
    """The chance that two records taken blindly are one person."""
    return min(2 * DUPLICATES_EXPECTED / max(people, 2), 0.5)


def digest(threshold: float) -> str:
    """SHA-256 over all that decides what is proposed: a measurement holds for exactly this model."""
    said = [
        [
            comparison.key,
            comparison.unknown,
            [[level.key, level.condition, level.m, level.u, level.rare] for level in comparison.levels],
        ]
        for comparison in COMPARISONS
    ]
    whole = json.dumps([said, BLOCKING, DUPLICATES_EXPECTED, threshold], separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def splink_settings(people: int) -> dict[str, Any]:
    """The same model in Splink's words."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": prior(people),
        "comparisons": [_comparison(each) for each in COMPARISONS],
        "blocking_rules_to_generate_predictions": [_blocking(columns) for columns in BLOCKING],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def _blocking(columns: tuple[str, ...]) -> dict[str, str]:
    return {
        "blocking_rule": " AND ".join(f"l.{name} = r.{name}" for name in columns),
        "sql_dialect": "duckdb",
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    unknown = {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    return {
        "output_column_name": comparison.key,
        "comparison_levels": [unknown, *(_level(level) for level in comparison.levels)],
    }


def _level(level: Level) -> dict[str, Any]:
    said: dict[str, Any] = {
        "sql_condition": level.condition or "ELSE",
        "label_for_charts": level.key,
        "m_probability": level.m,
        "u_probability": level.u,
    }
    if level.rare:
        said |= {
            "tf_adjustment_column": level.rare,
            "tf_adjustment_weight": 1.0,
            "disable_tf_exact_match_detection": True,
        }
    return said
