"""National codes: checked, kept so that they cannot be read, recognised however often their keys were rotated."""

import base64
from datetime import date

import pytest
from django.core.checks import Tags, run_checks

from kurss.journal.models import Detail, Entry
from kurss.people.codes import find, forget_code, keep_code, rotate, shared
from kurss.people.codes import keys as code_keys
from kurss.people.codes.checking import checked
from kurss.people.models import NationalCode
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import (
    CodeDigitWrong,
    CodeOfAnotherBirthDate,
    CodeUnreadable,
    KeysMissing,
    KeysUnreadable,
    NotAllowed,
)
from kurss.people.tests.city import MOMENT, account, child, registrar
from kurss.people.tests.household import BORN, CODE, NEWER

pytestmark = pytest.mark.django_db


def line(name: str, letter: str) -> str:
    return f"{name}:{base64.b64encode(letter.encode() * 32).decode()}"


@pytest.fixture
def keyring(settings):
    """Sets the keys of the site, oldest first."""

    def choose(*names: str) -> None:
        settings.KURSS_CODE_KEYS = ",".join(line(name, name[0]) for name in names)

    choose("a")
    return choose


@pytest.mark.parametrize("said", [CODE, f"{CODE[:6]}-{CODE[6:]}", f" {CODE[:6]} – {CODE[6:]} "])
def test_a_code_is_read_however_it_is_written(said):
    assert checked(said, born=BORN) == CODE


def test_a_code_of_the_newer_kind_says_no_birth_date():
    assert checked(NEWER, born=BORN) == NEWER
    assert checked("33456789013", born=date(1990, 1, 1)) == "33456789013"


@pytest.mark.parametrize(
    "said",
    ["", "1234567890", "no code", "40003521600", "01131221018", "01031291017", "31023321018", "٠١٠٣١٢٢١٠١٠"],
)
def test_what_is_no_personal_code_is_refused(said):
    with pytest.raises(CodeUnreadable, match="Write its eleven digits"):
        checked(said, born=None)


@pytest.mark.parametrize("said", [CODE[:-1] + "3", NEWER[:-1] + "7", "33456789017"])
def test_a_wrong_last_digit_is_refused_and_the_code_is_not_repeated(said):
    with pytest.raises(CodeDigitWrong) as refusal:
        checked(said, born=None)
    assert said not in str(refusal.value)


def test_a_code_that_contradicts_the_birth_date_is_refused():
    with pytest.raises(CodeOfAnotherBirthDate, match="than 2012-03-02"):
        checked(CODE, born=date(2012, 3, 2))


def test_a_code_stands_nowhere_in_the_database(keyring):
    anna = child(birth_date=BORN)
    keep_code(person=anna, code=CODE, by=registrar(), at=MOMENT)
    kept = NationalCode.objects.get()
    assert (len(kept.digest), kept.keys) == (64, "a")
    texts = [*Entry.objects.values_list("label", flat=True), *Detail.objects.values_list("value", flat=True)]
    assert not [text for text in texts if CODE[-4:] in text]


def test_a_code_finds_its_person_and_no_other(keyring):
    anna = child(birth_date=BORN)
    keep_code(person=anna, code=CODE, by=registrar(), at=MOMENT)
    assert find(f"{CODE[:6]}-{CODE[6:]}") == [anna]
    assert find(NEWER) == []
    forget_code(person=anna, by=registrar(), at=MOMENT)
    assert find(CODE) == []


def test_two_who_carry_one_code_are_a_pair_for_the_registrar_and_never_linked(keyring):
    one, other = child(birth_date=BORN), child(given_name="Ana", birth_date=BORN)
    for person in (one, other):
        keep_code(person=person, code=CODE, by=registrar(), at=MOMENT)
    assert {frozenset(group) for group in shared()} == {frozenset({one.pk, other.pk})}
    assert set(find(CODE)) == {one, other}


def test_a_code_rotated_any_number_of_times_still_finds_its_person(keyring):
    anna, juris = child(birth_date=BORN), child(given_name="Juris", birth_date=None)
    keep_code(person=anna, code=CODE, by=registrar(), at=MOMENT)
    before = NationalCode.objects.get().digest
    for names in (("a", "b"), ("a", "b", "c"), ("a", "b", "c", "d")):
        keyring(*names)
        assert find(CODE) == [anna]
        assert rotate(by=unattended(), at=MOMENT) == 1
        assert rotate(by=unattended(), at=MOMENT) == 0
        assert find(CODE) == [anna]
    assert NationalCode.objects.get().keys == "a b c d"
    assert NationalCode.objects.get().digest != before
    keep_code(person=juris, code=CODE, by=registrar(), at=MOMENT)
    assert len(shared()) == 1


def test_wrapping_is_the_hmac_of_the_hmac(keyring):
    keyring("a", "b")
    old, new = code_keys.keys()
    assert code_keys.digest(CODE, (old, new)) == code_keys.wrapped(code_keys.digest(CODE, (old,)), (new,))
    assert code_keys.digest(CODE, (new,)) != code_keys.digest(CODE, (old, new))


def test_a_rotation_that_fails_half_way_changes_nothing_and_can_be_done_again(keyring, monkeypatch):
    from kurss.people.codes import rotation

    for number in range(5):
        keep_code(
            person=child(given_name=f"Child {number}", birth_date=None), code=CODE, by=registrar(), at=MOMENT
        )
    keyring("a", "b")
    monkeypatch.setattr(rotation, "BATCH", 2)
    wrap, calls = code_keys.wrapped, []

    def breaks(inner, later):
        calls.append(inner)
        if len(calls) == 4:
            raise OSError("the machine was switched off")
        return wrap(inner, later)

    monkeypatch.setattr(code_keys, "wrapped", breaks)
    with pytest.raises(OSError, match="switched off"):
        rotate(by=unattended(), at=MOMENT)
    assert set(NationalCode.objects.values_list("keys", flat=True)) == {"a"}
    monkeypatch.setattr(code_keys, "wrapped", wrap)
    assert rotate(by=unattended(), at=MOMENT) == 5
    assert len(find(CODE)) == 5


def test_a_lost_key_and_keys_in_another_order_are_refused_in_a_sentence(keyring):
    keyring("a", "b")
    keep_code(person=child(birth_date=BORN), code=CODE, by=registrar(), at=MOMENT)
    keyring("b")
    with pytest.raises(KeysMissing, match="The key a of the national codes is not set"):
        find(CODE)
    keyring("b", "a", "c")
    with pytest.raises(KeysMissing, match="not in the order"):
        rotate(by=unattended(), at=MOMENT)


def test_a_site_with_codes_and_without_their_keys_does_not_start(keyring, settings, tmp_path):
    def faults() -> list[str]:
        return [str(one.id) for one in run_checks(tags=[Tags.database], databases=["default"])]

    settings.KURSS_CODE_KEYS = ""
    settings.KURSS_CODE_KEYS_FILE = str(tmp_path / "none")
    assert "kurss.E010" not in faults()
    keyring("a")
    keep_code(person=child(birth_date=BORN), code=CODE, by=registrar(), at=MOMENT)
    assert "kurss.E010" not in faults()
    settings.KURSS_CODE_KEYS = ""
    assert "kurss.E010" in faults()


def test_without_any_key_no_code_is_kept(settings, tmp_path):
    settings.KURSS_CODE_KEYS, settings.KURSS_CODE_KEYS_FILE = "", str(tmp_path / "none")
    with pytest.raises(KeysMissing, match="Leave the code empty"):
        keep_code(person=child(birth_date=BORN), code=CODE, by=registrar(), at=MOMENT)


def test_a_new_key_stands_in_a_file_that_its_owner_alone_reads(settings, tmp_path):
    file = tmp_path / "keys" / "codes"
    settings.KURSS_CODE_KEYS, settings.KURSS_CODE_KEYS_FILE = "", str(file)
    made = code_keys.add("2026-11")
    assert file.stat().st_mode & 0o777 == 0o600
    assert code_keys.keys() == (made,)
    assert base64.b64encode(made.secret).decode() not in repr(made)
    with pytest.raises(KeysUnreadable, match="a name of its own"):
        code_keys.add("2026-11")


@pytest.mark.parametrize(
    "text", ["a:short", "a:!!!", "A B:" + "x" * 44, "noname", line("a", "a") + "\n" + line("a", "b")]
)
def test_keys_that_cannot_be_read_are_named_by_line_and_never_repeated(text):
    with pytest.raises(KeysUnreadable, match=r"Line \d of the file") as refusal:
        code_keys.read(text, "the file")
    assert text.splitlines()[-1].partition(":")[2] not in str(refusal.value) or ":" not in text


def test_only_who_keeps_the_register_keeps_codes_and_only_an_administrator_rotates(keyring):
    with pytest.raises(NotAllowed):
        keep_code(person=child(birth_date=BORN), code=CODE, by=account("t", Role.TEACHER), at=MOMENT)
    with pytest.raises(NotAllowed, match="Administrator"):
        rotate(by=registrar(), at=MOMENT)
