import hashlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kurss.journal.seals import Payload, digest_of, new_salt

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
SALTS = st.binary(min_size=16, max_size=16)
PAYLOADS = st.lists(st.builds(Payload, NAMES, st.text(), SALTS), unique_by=lambda payload: payload.name)


def test_the_digest_is_the_one_the_description_gives():
    salts = (b"a" * 16, b"b" * 16)
    leaves = [
        hashlib.sha256(salt + line.encode()).digest()
        for salt, line in zip(salts, ("order=3", "way=papīrs"), strict=True)
    ]
    details = [Payload("way", "papīrs", salts[1]), Payload("order", "3", salts[0])]
    assert digest_of(details) == hashlib.sha256(b"".join(leaves)).hexdigest()


def test_no_details_have_the_digest_of_nothing():
    assert digest_of([]) == hashlib.sha256(b"").hexdigest()


def test_two_salts_are_never_the_same():
    assert len({new_salt() for _ in range(1_000)}) == 1_000


@given(PAYLOADS, st.randoms(use_true_random=False))
def test_the_order_of_details_does_not_matter(details: list[Payload], random: Random):
    shuffled = details.copy()
    random.shuffle(shuffled)
    assert digest_of(shuffled) == digest_of(details)


@given(PAYLOADS.filter(bool), st.data())
def test_any_change_of_a_detail_changes_the_digest(details: list[Payload], data: st.DataObject):
    place = data.draw(st.integers(0, len(details) - 1))
    changed = details.copy()
    changed[place] = changed[place]._replace(
        value=data.draw(st.text().filter(lambda text: text != changed[place].value))
    )
    assert digest_of(changed) != digest_of(details)
    assert digest_of(details[:place] + details[place + 1 :]) != digest_of(details)
