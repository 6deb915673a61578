"""What stands where the name of a natural person stood, once it is kept no longer.

It is one sign in every column and every list that goes out, whatever the language, so that a seat whose holder is
forgotten is not taken for a vacant one, nor a risk for one that nobody answered for. Pages say it in words.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

GONE: Final = "[–]"


def named(text: str) -> str:
    """A name as pages show it, or that it is kept no longer."""
    return _("name no longer kept") if text == GONE else text
