from functools import cmp_to_key

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kurss.places.alphabet import LETTERS, TIES, latvian_sort_key

ALPHABET = "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž"
WORDS = st.text(alphabet=ALPHABET + ALPHABET.upper() + "qwxyöéŗ -',.0189Яж", max_size=12)


def in_order(words):
    return sorted(words, key=latvian_sort_key)


def test_the_letters_of_the_alphabet_stand_in_its_order():
    assert in_order(reversed(ALPHABET)) == list(ALPHABET)


@pytest.mark.parametrize(
    "ordered",
    [
        ["Cēsis", "Cīrulis", "Čakste", "Daugava"],
        ["Gulbis", "Ģibietis", "Hāgens"],
        ["Kungs", "Kviesis", "Ķauķis", "Lapiņš"],
        ["Lūsis", "Ļaudona", "Mednis"],
        ["Nurme", "Ņemeca", "Ozols"],
        ["Stums", "Svaine", "Šķēle", "Tauriņš"],
        ["Zvirgzds", "Žagars"],
        ["Kalna Zane", "Kalniņa", "Kalnozola"],
        ["Kalns, Žanis", "Kalns-Ozols, Ādams", "Kalnsētnieks, Ādams"],
        ["Ventspils 2. vidusskola", "Ventspils Augstskola", "Ventspils Valsts 1. ģimnāzija"],
    ],
)
def test_names_stand_as_in_a_latvian_directory(ordered):
    assert in_order(reversed(ordered)) == ordered


@pytest.mark.parametrize(
    "ordered",
    [["Liepa", "Liepāja", "Liepajs"], ["Berzs", "Bērzs", "Berzups"], ["Inta", "Īnta", "Ynta", "Inte"]],
)
def test_long_vowels_and_y_weigh_only_where_all_else_is_equal(ordered):
    assert in_order(reversed(ordered)) == ordered


def test_other_latin_letters_stand_with_their_plain_letter_and_other_scripts_last():
    assert in_order(["Озолс", "Zuze", "Möller", "Mols", "Moks"]) == [
        "Moks",
        "Möller",
        "Mols",
        "Zuze",
        "Озолс",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OZOLS", "ozols"),
        ("  Anna   Liepa ", "Anna Liepa"),
        ("O'Nīla", "Onīla"),
        ("Anna–Marija", "Anna-Marija"),
    ],
)
def test_capitals_spaces_and_apostrophes_do_not_count(one, other):
    assert latvian_sort_key(one) == latvian_sort_key(other)


def test_each_letter_has_one_place():
    assert len(set(LETTERS)) == len(LETTERS)
    assert not set(TIES) & set(LETTERS)


def old_fashioned(one: str, other: str) -> int:
    """The rule again, written as a comparison of two words letter by letter."""

    def letters(word: str) -> list[int]:
        return [LETTERS.index(TIES.get(letter, letter)) for letter in word]

    def forms(word: str) -> list[int]:
        return [0 if letter not in TIES else 2 if letter == "y" else 1 for letter in word]

    ours, theirs = (letters(one), forms(one)), (letters(other), forms(other))
    return (ours > theirs) - (ours < theirs)


@given(st.lists(st.text(alphabet=LETTERS + "".join(TIES), max_size=8)))
def test_the_key_orders_as_comparing_letter_by_letter_does(words):
    assert in_order(words) == sorted(words, key=cmp_to_key(old_fashioned))


@given(WORDS, WORDS)
def test_words_of_one_key_differ_only_in_what_does_not_count(one, other):
    def bare(text: str) -> str:
        return "".join(letter for letter in text.casefold() if letter not in " -',.").translate(
            str.maketrans("öé", "oe")
        )

    if latvian_sort_key(one) == latvian_sort_key(other):
        assert bare(one) == bare(other)


@given(WORDS)
def test_a_key_is_stable_and_holds_no_sign_a_database_refuses(text):
    key = latvian_sort_key(text)
    assert key == latvian_sort_key(text.upper().lower())
    assert "\x00" not in key
    assert len(key) <= 2 * len(text) + 1


@pytest.mark.django_db
def test_the_database_sorts_keys_as_python_does():
    words = ["Šķēle", "Ozols", "Озолс", "Ādams", "Adams, Žanis", "Kalns-Ozols, A", "Kalns, Z", "2. skola", ""]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT key FROM unnest(%s::text[]) AS key ORDER BY key COLLATE "C"',
            [[latvian_sort_key(w) for w in words]],
        )
        assert [row[0] for row in cursor.fetchall()] == sorted(latvian_sort_key(w) for w in words)
