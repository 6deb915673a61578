from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kurss.journal import queries
from kurss.journal.entries import Line, TimeWithoutZone, erase_details, write, write_many
from kurss.journal.models import Detail, Entry
from kurss.journal.seals import Wording

pytestmark = pytest.mark.django_db
MORNING = datetime(2021, 9, 1, 9, tzinfo=UTC)


def entry(**said) -> Entry:
    usual = {
        "act": "learning.enrol",
        "by_key": "clerk-1",
        "by_label": "Inese at the counter",
        "at": MORNING,
        "kind": "learning.group",
        "key": "7",
        "label": "Robots on Tuesday",
        "details": {"way": "paper", "order": "3"},
    }
    return write(**(usual | said))


def test_an_entry_says_who_did_what_to_which_record_and_when():
    stored = Entry.objects.get(pk=entry().pk)
    assert (stored.act, stored.by_key, stored.by_label) == (
        "learning.enrol",
        "clerk-1",
        "Inese at the counter",
    )
    assert (stored.kind, stored.key, stored.label, stored.at) == (
        "learning.group",
        "7",
        "Robots on Tuesday",
        MORNING,
    )
    assert {detail.name: detail.value for detail in stored.details.all()} == {"way": "paper", "order": "3"}
    assert str(stored) == "learning.enrol learning.group 7"


def test_the_database_says_itself_when_an_entry_was_recorded(django_assert_num_queries):
    with django_assert_num_queries(1):
        written = entry(details=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    assert timedelta(0) <= now - written.recorded_at < timedelta(minutes=1)


def test_an_entry_with_details_takes_two_inserts(django_assert_num_queries):
    with django_assert_num_queries(2):
        entry()


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE journal_entry SET by_label = 'somebody else'", "journal_entry"),
        ("DELETE FROM journal_entry", "journal_entry"),
        ("TRUNCATE journal_entry CASCADE", "journal_entry"),
        ("UPDATE journal_detail SET value = 'nothing'", "journal_detail"),
        ("TRUNCATE journal_detail", "journal_detail"),
    ],
)
def test_nobody_changes_what_was_taken_down(statement, table):
    entry()
    operation = statement.split()[0]
    with (
        pytest.raises(DatabaseError, match=f"The journal is append-only: {operation} on {table} is refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")
    assert entry().wording() is Wording.INTACT


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_not_emptied_either():
    entry()
    with pytest.raises(DatabaseError, match="append-only: TRUNCATE"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_entry, journal_detail, journal_seal")
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("missing", ["act", "by_key", "kind", "key"])
def test_an_entry_without_actor_act_or_record_is_refused(missing):
    with pytest.raises(IntegrityError, match="an_entry_says_who_did_what_to_what"), transaction.atomic():
        entry(**{missing: ""})


def test_a_detail_is_named_by_one_word():
    with pytest.raises(IntegrityError, match="a_detail_is_named_by_one_word"), transaction.atomic():
        entry(details={"a=b": "c"})


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(TimeWithoutZone, match="names no time zone"):
        entry(at=datetime(2021, 9, 1, 9))


def test_an_act_that_fails_leaves_no_entry():
    def act():
        with transaction.atomic():
            entry()
            raise RuntimeError("the act fails after its entry")

    with pytest.raises(RuntimeError):
        act()
    assert not Entry.objects.exists()


def test_details_can_be_erased_and_their_digest_stays():
    before = entry()
    sealed = before.digest
    erased = erase_details(
        kind="learning.group", key="7", because="Article 17", by_key="dpo", by_label="", at=MORNING
    )
    after = Entry.objects.get(pk=before.pk)
    assert erased == 2
    assert after.digest == sealed
    assert after.wording() is Wording.ERASED
    said = queries.history(kind="learning.group", key="7").first()
    assert said.act == "journal.erase"
    assert {d.name: d.value for d in said.details.all()} == {"because": "Article 17", "erased": "2"}


def test_a_detail_added_afterwards_shows():
    written = entry()
    Detail.objects.create(entry=written, name="added", value="later")
    assert written.wording() is Wording.ALTERED


def test_an_entry_that_said_nothing_is_intact():
    assert entry(details=None).wording() is Wording.INTACT


def test_many_acts_are_taken_down_in_their_order_with_two_inserts(django_assert_num_queries):
    lines = [
        Line(act="people.register", kind="people.person", key=str(number), details={"row": str(number)})
        for number in range(300)
    ]
    with django_assert_num_queries(2):
        entries = write_many(lines, by_key="clerk-1", by_label="", at=MORNING)
    stored = Entry.objects.filter(act="people.register").prefetch_related("details")
    assert [e.key for e in stored] == [str(number) for number in range(300)]
    assert [e.details.all()[0].value for e in stored] == [str(number) for number in range(300)]
    assert all(e.wording() is Wording.INTACT for e in stored)
    assert [e.pk for e in entries] == [e.pk for e in stored]


def test_the_history_of_a_record_is_newest_first_and_its_own():
    first, second, _other = entry(), entry(act="learning.withdraw"), entry(key="8")
    assert list(queries.history(kind="learning.group", key="7")) == [second, first]
    assert not queries.history(kind="learning.course", key="7").exists()


def test_what_one_actor_did_is_newest_first():
    first, _other, second = entry(), entry(by_key="clerk-2"), entry(key="9")
    assert list(queries.by_actor("clerk-1")) == [second, first]


def test_the_history_of_a_model_goes_by_its_own_name_and_key():
    about = entry()
    written = entry(kind="journal.entry", key=str(about.pk))
    assert list(queries.history_of(about)) == [written]


def test_a_day_and_an_act_are_found_by_an_index_and_not_by_reading_everything():
    """Among as many acts as make reading everything the dearer way, as PostgreSQL itself reckons."""
    for day in range(60):
        lines = (Line(act=f"made.up_{day}", kind="learning.group", key=str(n)) for n in range(100))
        write_many(lines, by_key="clerk-1", by_label="", at=MORNING - timedelta(days=day + 1))
    entry()
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Entry._meta.db_table}")
    day = queries.Asked(since=MORNING.date(), until=MORNING.date())
    assert "journal_of_a_day" in queries.entries(day)[:51].explain()
    assert "Sort" not in queries.entries(day)[:51].explain()
    assert "journal_of_an_act" in queries.entries(queries.Asked(act="learning.")).order_by().explain()
    assert "learning.enrol" in queries.acts()
