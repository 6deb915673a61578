"""National codes: checked, kept as a keyed digest, recognised, and wrapped in new keys."""

from kurss.people.codes.keeping import find, forget_code, keep_code, shared
from kurss.people.codes.rotation import rotate

__all__ = ["find", "forget_code", "keep_code", "rotate", "shared"]
