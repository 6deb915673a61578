"""How much is taken at once. Enough for the list of a whole city's school year, too little to choke on."""

from typing import Final

from django.utils.translation import gettext as _

from kurss.sheets.refusals import NothingInIt, TooLarge

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 60
MOST_LETTERS: Final = 500
MOST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes a workbook may unpack to. 50,000 rows of 60 columns need about half of it."""
MOST_PACKED: Final = 200
"""How many times smaller than itself a large part may have been packed; more is a bomb, not a list."""


def check_size(content: bytes) -> None:
    if not content.strip():
        raise NothingInIt(_("The file is empty. Choose the file with the list."))
    if len(content) > MOST_BYTES:
        raise TooLarge(
            _("The file has {mib} MiB, more than {most}. Split the list into smaller files.").format(
                mib=-(-len(content) // 2**20), most=MOST_BYTES // 2**20
            )
        )
