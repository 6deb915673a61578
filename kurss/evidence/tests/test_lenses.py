"""The same records by a funder's rule: recounted by hand from the same rows, whatever the rows are."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurss.evidence.canonical import cell_digest, leaf_digest
from kurss.evidence.definition import Condition, Definition
from kurss.evidence.lenses import Lens, declared, read
from kurss.evidence.periods import Period
from kurss.evidence.tests import verified
from kurss.evidence.tests.sealed import STOCK, VISIT, visit, write
from kurss.evidence.verify_figures import COUNTS

WORDS = {"title": "", "title_en": "", "rule": "", "rule_en": "", "source": "", "address": ""}
ONCE_EACH = Lens(key="each", version=1, paid_by="place", once_per_payer=True, **WORDS)
ONCE_IN_ALL = Lens(key="all", version=1, paid_by="place", once_per_payer=False, **WORDS)
LENSES = (ONCE_EACH, ONCE_IN_ALL)
CHILDREN = Definition(fact="test.visit", grain="year", conditions=(Condition("kind", one_of=("child",)),))
YEARS = [Period.parse(f"Y{year}") for year in (2019, 2020, 2021)]
AS_OF = date(2021, 9, 30)

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["anna", "berta", "cilda", "dace", None]),
        st.dates(date(2019, 1, 1), date(2021, 12, 31)),
        st.sampled_from(["child", "adult"]),
        st.sampled_from([None, "op-1", "op-2", "op 'three'"]),
    ),
    max_size=25,
)


def seen(folder, rows, lens, definition=CHILDREN):
    path = write(folder, VISIT, drawn(rows))
    return {r.period.key: r for r in read([path], AS_OF.isoformat(), definition, lens, YEARS)}


def drawn(rows):
    return [visit(i, who, str(day), kind, place) for i, (who, day, kind, place) in enumerate(rows)]


def by_hand(rows, lens):
    """The rule again, in plain words of Python: who is there, where they were before, where they are new."""
    counted = [(i, *row) for i, row in enumerate(rows) if row[0] and row[2] == "child" and row[1] <= AS_OF]
    entered = {}
    for _i, who, day, _kind, payer in counted:
        if payer is not None:
            scope = (who, payer if lens.once_per_payer else "")
            entered[scope] = min(day, entered.get(scope, day))
    found = {}
    for year in YEARS:
        mine = [row for row in counted if year.starts_on <= row[2] <= year.ends_on]
        pairs, records = defaultdict(set), []
        for i, who, _day, _kind, payer in mine:
            if payer is None:
                continue
            scope = (who, payer if lens.once_per_payer else "")
            pairs[scope].add(i)
            if entered[scope] >= year.starts_on:
                records.append(str(i))
        new = [scope for scope in pairs if entered[scope] >= year.starts_on]
        found[year.key] = (
            len(new),
            {row[1] for row in mine},
            {scope[0] for scope in pairs},
            len(pairs),
            records,
        )
    return found


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, lens=st.sampled_from(LENSES))
def test_a_lens_counts_what_a_recount_by_hand_counts(tmp_path_factory, rows, lens):
    readings = seen(tmp_path_factory.mktemp("seal"), rows, lens)
    for key, (new, everyone, inside, pairs, records) in by_hand(rows, lens).items():
        reading = readings[key]
        assert reading.value == new
        assert (reading.base, reading.outside) == (len(everyone), len(everyone - inside))
        assert (reading.again, reading.earlier) == (pairs - len(inside), pairs - new)
        assert reading.value == reading.base - reading.outside + reading.again - reading.earlier
        assert reading.records == len(records)
        assert reading.digest == cell_digest({"": leaf_digest(records)} if records else {})


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, lens=st.sampled_from(LENSES))
def test_the_verifier_reads_through_a_lens_what_the_engine_reads(tmp_path_factory, rows, lens):
    readings = seen(tmp_path_factory.mktemp("seal"), rows, lens)
    glass = verified.through(CHILDREN, lens, VISIT, drawn(rows), AS_OF, list(readings))
    for key, reading in readings.items():
        counts, digest = glass.result(key)
        assert counts == {name: str(getattr(reading, name)) for name in COUNTS}
        assert digest == reading.digest


def test_a_lens_is_read_again_from_the_text_it_is_sealed_with():
    for lens in declared():
        assert Lens.parse(lens.text()) == lens


def test_who_comes_back_to_a_project_stays_one_participant_and_another_project_counts_again(tmp_path):
    rows = [
        ("anna", date(2020, 3, 1), "child", "op-1"),
        ("anna", date(2021, 3, 1), "child", "op-1"),
        ("anna", date(2021, 4, 1), "child", "op-2"),
        ("berta", date(2021, 5, 1), "child", None),
    ]
    each, in_all = (seen(tmp_path, rows, lens)["Y2021"] for lens in LENSES)
    assert (each.base, each.outside, each.again, each.earlier, each.value) == (2, 1, 1, 1, 1)
    assert (in_all.base, in_all.outside, in_all.again, in_all.earlier, in_all.value) == (2, 1, 0, 1, 0)


def test_over_all_periods_everyone_is_counted_once_for_each_project(tmp_path):
    days = [date(2019, 2, 1) + timedelta(days=90 * i) for i in range(10)]
    rows = [("anna", day, "child", f"op-{i % 2}") for i, day in enumerate(days)]
    each, in_all = (sum(r.value for r in seen(tmp_path, rows, lens).values()) for lens in LENSES)
    assert (each, in_all) == (2, 1)


@pytest.mark.parametrize(
    ("definition", "fact", "fits"),
    [
        (CHILDREN, VISIT, True),
        (Definition(fact="test.visit", once_per="place"), VISIT, False),
        (Definition(fact="test.visit", counts="rows"), VISIT, False),
        (Definition(fact="test.stock", counts="sum", quantity="amount"), STOCK, False),
        (Definition(counts="ratio", numerator="a", denominator="b"), None, False),
    ],
)
def test_a_lens_fits_what_counts_people_once_a_period(definition, fact, fits):
    assert ONCE_EACH.fits(definition, fact) is fits
