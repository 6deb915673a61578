"""Whether a text is a Latvian personal code, and of whom it can be. Pure.

Two forms are in use (Law on the Register of Natural Persons; Office of Citizenship and Migration Affairs):
- until 30 June 2017 DDMMYY-CNNNK, with the birth date and its century (0 the 19th, 1 the 20th, 2 the 21st);
- since 1 July 2017 eleven digits of which the first is 3 and the second 2 to 9, without a birth date.
The last digit follows from the others in both, as `stdnum.lv.pvn` works it out. That module knows of the second
form only the codes that begin with 32 and takes a company's number for valid too, so both are settled here.
"""

from datetime import date

from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.lv.pvn import calc_check_digit_pers, compact, get_birth_date

from kurss.people.refusals import CodeDigitWrong, CodeOfAnotherBirthDate, CodeUnreadable

DIGITS = 11


def checked(text: str, *, born: date | None) -> str:
    """The code as eleven digits. `born` is the birth date of the person; None where it is not recorded.

    Raises CodeUnreadable, CodeDigitWrong or CodeOfAnotherBirthDate.
    """
    digits = compact(text.replace("\u2013", "-").replace("\u00a0", ""))
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise _unreadable()
    told = told_birth_date(digits)
    if calc_check_digit_pers(digits[:-1]) != digits[-1]:
        raise CodeDigitWrong(
            _(
                "The personal code has a wrong last digit, so some digit was mistyped. Compare it with a document."
            )
        )
    if told is not None and born is not None and told != born:
        raise CodeOfAnotherBirthDate(
            _(
                "The personal code begins with another birth date than {born}. "
                "Correct the code, or the birth date first."
            ).format(born=born.isoformat())
        )
    return digits


def told_birth_date(digits: str) -> date | None:
    """The birth date that a code of eleven digits begins with; None where it is of the newer kind."""
    return None if _says_no_date(digits) else _date_in(digits)


def _says_no_date(digits: str) -> bool:
    return digits[0] == "3" and digits[1] in "23456789"


def _date_in(digits: str) -> date:
    if digits[6] not in "012":
        raise _unreadable()
    try:
        return get_birth_date(digits)
    except ValidationError as error:
        raise _unreadable() from error


def _unreadable() -> CodeUnreadable:
    return CodeUnreadable(
        _(
            "This is no personal code. Write its eleven digits, such as 010190-12345, or leave the field empty."
        )
    )
