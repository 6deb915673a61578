"""Why a file is not taken, each named as the sentence it says."""


class SheetRefused(ValueError):
    """The file cannot be read as a list; the message says what is wrong, where, and what to do."""


class NothingInIt(SheetRefused):
    """No file, no row, or no heading."""


class TooLarge(SheetRefused):
    """More bytes, rows or columns than are taken at once."""


class NotAList(SheetRefused):
    """Neither CSV nor XLSX by what it holds, whatever its name says."""


class EncodingWrong(SheetRefused):
    """Its letters cannot be what somebody wrote."""


class HeadingsUnclear(SheetRefused):
    """A column without a heading, or two of one heading."""


class CarriesMore(SheetRefused):
    """A workbook with macros, embedded files or references to other files."""
