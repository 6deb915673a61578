"""Words of a sentence made comparable: lower case, without numbers and small words, cut to their stems. Pure."""

import re
from functools import lru_cache

from kurss.programme.prose.vocabulary import STOPWORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without the ending of number, tense or British spelling: centres, center -> centr."""
    bare = word.casefold().replace("programme", "program").replace("isation", "ization")
    if bare.endswith(("centre", "center")):
        return "centr"
    if bare in ("centres", "centers"):
        return "centr"
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:
            bare = bare.removesuffix(ending)
            if ending in ("ed", "ing") and bare[-1] == bare[-2] and bare[-1] not in "aeiosl":
                bare = bare[:-1]
            break
    return bare.removesuffix("e") if len(bare) > 4 else bare


def content(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning, in their order."""
    return tuple(
        stem(word) for word in _WORD.findall(text) if word.casefold() not in STOPWORDS and len(word) > 1
    )


def likeness(first: str, second: str) -> float:
    """How much of what two texts say is the same: shared stems over all stems (Jaccard), 0 to 1."""
    one, other = frozenset(content(first)), frozenset(content(second))
    return len(one & other) / len(one | other) if one and other else 0.0


def same_words(first: str, second: str) -> bool:
    """Whether two texts are word for word the same, whatever their punctuation, case and spelling."""
    one = content(first)
    return len(one) >= 3 and one == content(second)
