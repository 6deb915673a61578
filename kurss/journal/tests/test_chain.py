import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kurss.journal import checking, sealing
from kurss.journal.chain import BEGINNING, Written, hash_of, leaf_of
from kurss.journal.checking import Fault, Finding, check
from kurss.journal.entries import erase_details, erase_old
from kurss.journal.models import Batch, Detail, Entry, Seal, Unsealed
from kurss.journal.sealing import head, seal
from kurss.journal.tests.test_journal import MORNING, entry

pytestmark = pytest.mark.django_db
NIGHT = datetime(2021, 9, 1, 22, tzinfo=UTC)
WRITTEN = Written(
    7, "learning.enrol", "k", "Inese", MORNING, NIGHT, "learning.group", "7", "Roboti “A”", "0" * 64
)


def test_the_leaf_and_the_hash_are_those_the_description_gives():
    line = (
        '[7,"learning.enrol","k","Inese","2021-09-01T09:00:00.000000+00:00","2021-09-01T22:00:00.000000+00:00",'
        f'"learning.group","7","Roboti “A”","{"0" * 64}"]\n'
    )
    leaf = hashlib.sha256(line.encode()).digest()
    assert leaf_of(WRITTEN) == leaf.hex()
    header = b'[3,"2021-09-01T22:00:00.000000+00:00",2]\n'
    expected = hashlib.sha256(bytes(32) + header + leaf + leaf).hexdigest()
    assert hash_of(previous=BEGINNING, number=3, sealed_at=NIGHT, leaves=[leaf.hex()] * 2) == expected


def test_a_moment_has_one_line_in_whatever_zone_it_is_read():
    riga = WRITTEN._replace(at=MORNING.astimezone(ZoneInfo("Europe/Riga")))
    assert leaf_of(riga) == leaf_of(WRITTEN)


@given(
    st.lists(st.text(max_size=5), min_size=3, max_size=3),
    st.lists(st.text(max_size=5), min_size=3, max_size=3),
)
def test_two_entries_share_a_line_only_where_every_field_is_the_same(one, other):
    leaves = {leaf_of(WRITTEN._replace(act=a, kind=b, label=c)) for a, b, c in (one, other)}
    assert len(leaves) == (1 if one == other else 2)


def test_what_was_committed_is_sealed_each_batch_on_the_one_before():
    first, second = entry(), entry(key="8", details=None)
    assert (seal(at=MORNING).entries, seal(at=MORNING).entries) == (2, 0)
    third = entry(key="9")
    assert seal(at=NIGHT).entries == 1
    one, two = Batch.objects.all()
    assert (one.number, one.count, one.previous) == (1, 2, BEGINNING)
    assert (two.number, two.count, two.previous) == (2, 1, one.hash)
    assert list(Seal.objects.values_list("entry", "batch", "place")) == [
        (first.pk, 1, 1),
        (second.pk, 1, 2),
        (third.pk, 2, 1),
    ]
    found = check(head=one.hash)
    assert (found.sound, found.batches, found.entries, found.unsealed) == (True, 2, 3, 0)
    assert found.head == two


def test_many_entries_are_sealed_in_several_batches(monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 3)
    monkeypatch.setattr(checking, "TOGETHER", 4)
    for number in range(10):
        entry(key=str(number))
    sealed = seal(at=NIGHT)
    assert (sealed.entries, sealed.batches) == (10, 4)
    assert [batch.count for batch in Batch.objects.all()] == [3, 3, 3, 1]
    assert check().entries == 10


def test_what_is_not_sealed_yet_is_said_and_is_no_fault():
    entry()
    found = check()
    assert (found.sound, found.entries, found.unsealed, found.head) == (True, 0, 1, None)


def test_an_erased_detail_leaves_the_chain_sound_and_is_counted():
    entry(), entry(key="8")
    seal(at=NIGHT)
    erase_details(kind="learning.group", key="7", because="Article 17", by_key="dpo", by_label="", at=NIGHT)
    seal(at=NIGHT)
    found = check()
    assert (found.findings, found.erased) == ([], 1)


def test_why_something_was_erased_is_kept_when_it_is_erased_again():
    entry()
    for because in ("Article 17", "Article 17 again"):
        erase_details(kind="learning.group", key="7", because=because, by_key="dpo", by_label="", at=NIGHT)
    seal(at=NIGHT)
    assert set(Detail.objects.filter(name="because").values_list("value", flat=True)) == {
        "Article 17",
        "Article 17 again",
    }
    assert check().sound


def test_details_can_be_erased_by_their_age_in_one_act_and_the_chain_stays_sound():
    entry(), entry(key="8")
    seal(at=NIGHT)
    later = Entry.objects.latest("id").recorded_at + timedelta(seconds=1)
    said = {"because": "retention", "by_key": "site", "by_label": "Kurss", "at": NIGHT}
    assert erase_old(before=later, **said) == 4
    assert erase_old(before=later, **said) == 0
    seal(at=NIGHT)
    found = check()
    assert (found.findings, found.erased) == ([], 2)
    assert Entry.objects.filter(act="journal.erase_old").count() == 1


# What somebody with power over the database could do, past every verb and trigger.


POWER = """
SET CONSTRAINTS ALL IMMEDIATE;
DO $$ DECLARE found record; BEGIN
    FOR found IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint
                 WHERE contype = 'f' AND conrelid::regclass::text LIKE 'journal\\_%'
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.owner, found.conname); END LOOP;
END $$;
ALTER TABLE journal_entry DISABLE TRIGGER USER;
ALTER TABLE journal_detail DISABLE TRIGGER USER;
ALTER TABLE journal_batch DISABLE TRIGGER USER;
ALTER TABLE journal_seal DISABLE TRIGGER USER;
"""


def past_the_verbs(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(POWER)
        cursor.execute(statement, values)


@pytest.fixture
def sealed():
    entries = [entry(key=str(number)) for number in range(4)]
    seal(at=MORNING)
    entries += [entry(key=str(number)) for number in range(4, 6)]
    seal(at=NIGHT)
    assert check().sound
    return entries


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "learning.withdraw"),
        ("by_key", "x"),
        ("by_label", "x"),
        ("at", NIGHT),
        ("recorded_at", NIGHT),
        ("kind", "x"),
        ("key", "x"),
        ("label", "x"),
    ],
)
def test_a_changed_entry_is_named(sealed, column, value):
    past_the_verbs(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", value, sealed[1].pk)
    assert check().findings == [Finding(Fault.ENTRY_ALTERED, 1, sealed[1].pk)]


def test_an_entry_changed_together_with_its_seal_breaks_its_batch(sealed):
    past_the_verbs("UPDATE journal_entry SET label = 'x' WHERE id = %s", sealed[1].pk)
    changed = Entry.objects.values_list("id", *Written._fields[1:]).get(pk=sealed[1].pk)
    past_the_verbs(
        "UPDATE journal_seal SET leaf = %s WHERE entry_id = %s", leaf_of(Written(*changed)), sealed[1].pk
    )
    assert check().findings == [Finding(Fault.BATCH_ALTERED, 1)]


def test_a_batch_written_anew_breaks_the_chain_after_it(sealed):
    past_the_verbs("UPDATE journal_seal SET leaf = %s WHERE entry_id = %s", "a" * 64, sealed[1].pk)
    batch = Batch.objects.get(pk=1)
    leaves = list(Seal.objects.filter(batch=1).order_by("place").values_list("leaf", flat=True))
    new = hash_of(previous=BEGINNING, number=1, sealed_at=batch.sealed_at, leaves=leaves)
    past_the_verbs("UPDATE journal_batch SET hash = %s WHERE number = 1", new)
    assert check().findings == [
        Finding(Fault.ENTRY_ALTERED, 1, sealed[1].pk),
        Finding(Fault.CHAIN_BROKEN, 2),
    ]


def test_a_deleted_entry_is_named(sealed):
    past_the_verbs("DELETE FROM journal_detail WHERE entry_id = %s", sealed[2].pk)
    past_the_verbs("DELETE FROM journal_entry WHERE id = %s", sealed[2].pk)
    assert check().findings == [Finding(Fault.ENTRY_MISSING, 1, sealed[2].pk)]


def test_an_entry_deleted_together_with_its_seal_is_missed(sealed):
    past_the_verbs("DELETE FROM journal_seal WHERE entry_id = %s", sealed[2].pk)
    past_the_verbs("DELETE FROM journal_detail WHERE entry_id = %s", sealed[2].pk)
    past_the_verbs("DELETE FROM journal_entry WHERE id = %s", sealed[2].pk)
    assert check().findings == [Finding(Fault.SEAL_MISSING, 1)]


def test_an_entry_deleted_before_it_was_sealed_is_missed_while_it_waits(sealed):
    last = entry(details=None)
    past_the_verbs("DELETE FROM journal_entry WHERE id = %s", last.pk)
    assert check().findings == [Finding(Fault.ENTRY_MISSING, None, last.pk)]


def test_an_entry_put_in_past_the_trigger_is_named(sealed):
    past_the_verbs(
        "INSERT INTO journal_entry (act, by_key, by_label, at, kind, key, label, digest) "
        "VALUES ('a', 'b', '', now(), 'c', 'd', '', %s)",
        hashlib.sha256(b"").hexdigest(),
    )
    assert check().findings == [Finding(Fault.ENTRY_INSERTED, None, Entry.objects.latest("id").pk)]


def test_an_entry_put_into_a_batch_afterwards_is_named(sealed):
    late = entry(details=None)
    Unsealed.objects.all().delete()
    past_the_verbs("INSERT INTO journal_seal VALUES (%s, 5, %s, 1)", late.pk, leaf_of(_written(late)))
    assert check().findings == [Finding(Fault.SEAL_INSERTED, 1, late.pk)]


def _written(one: Entry) -> Written:
    return Written(*Entry.objects.values_list(*Written._fields).get(pk=one.pk))


def test_a_changed_detail_and_one_taken_away_without_an_act_are_named(sealed):
    past_the_verbs("UPDATE journal_detail SET value = 'x' WHERE entry_id = %s AND name = 'way'", sealed[0].pk)
    Detail.objects.filter(entry=sealed[3]).delete()
    assert check().findings == [
        Finding(Fault.DETAILS_ALTERED, 1, sealed[0].pk),
        Finding(Fault.DETAILS_MISSING, 1, sealed[3].pk),
    ]


def test_a_missing_batch_is_named(sealed):
    past_the_verbs("DELETE FROM journal_seal WHERE batch_id = 1")
    past_the_verbs("DELETE FROM journal_batch WHERE number = 1")
    found = check()
    assert found.findings[:2] == [Finding(Fault.BATCH_MISSING, 1), Finding(Fault.CHAIN_BROKEN, 2)]
    assert {finding.fault for finding in found.findings[2:]} == {Fault.ENTRY_INSERTED}


def test_a_tail_cut_off_is_found_by_a_head_noted_before(sealed):
    noted = head().hash
    for statement in (
        "DELETE FROM journal_seal WHERE batch_id = 2",
        "DELETE FROM journal_batch WHERE number = 2",
        "DELETE FROM journal_detail WHERE entry_id IN (SELECT id FROM journal_entry WHERE key IN ('4', '5'))",
        "DELETE FROM journal_entry WHERE key IN ('4', '5')",
    ):
        past_the_verbs(statement)
    assert check().sound
    assert check(head=noted).findings == [Finding(Fault.HEAD_UNKNOWN)]


@pytest.mark.parametrize("table", ["journal_batch", "journal_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET batch_id = 9", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_what_is_sealed(sealed, table, statement):
    statement = statement.replace("batch_id", "number" if table == "journal_batch" else "batch_id").format(
        table
    )
    with (
        pytest.raises(DatabaseError, match="The journal is append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")


# Several at once, on connections of their own.


def another_connection() -> psycopg.Connection:
    return psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None, "context": None})


INSERT = (
    "INSERT INTO journal_entry (act, by_key, by_label, at, kind, key, label, digest) "
    f"VALUES ('a', 'b', '', now(), 'c', %s, '', '{hashlib.sha256(b'').hexdigest()}') RETURNING id"
)


@pytest.mark.django_db(transaction=True)
def test_an_entry_with_a_low_id_that_commits_late_is_sealed_later_and_never_lost():
    with another_connection() as slow:
        [low] = slow.execute(INSERT, ["slow"]).fetchone()
        quick = entry(details=None)
        assert quick.pk > low
        assert seal(at=MORNING).entries == 1
        assert check().unsealed == 0
        slow.commit()
    assert check().unsealed == 1
    assert seal(at=NIGHT).entries == 1
    assert list(Seal.objects.values_list("entry", "batch")) == [(quick.pk, 1), (low, 2)]
    assert check().sound


@pytest.mark.django_db(transaction=True)
def test_an_entry_whose_act_fails_is_never_sealed_and_never_missed():
    with another_connection() as failing:
        failing.execute(INSERT, ["failing"])
        failing.rollback()
    entry()
    assert seal(at=MORNING).entries == 1
    assert check().sound


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_for_a_sealer_nor_the_other_way_round():
    entry(details=None)
    with another_connection() as sealer, another_connection() as writer:
        sealer.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.SEALER])
        sealer.execute("DELETE FROM journal_unsealed")
        writer.execute("SET lock_timeout = '2s'")
        writer.execute(INSERT, ["meanwhile"])
        writer.commit()
        assert seal(at=MORNING).busy
        sealer.rollback()
    assert seal(at=MORNING).entries == 2


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_at_once_leave_every_entry_sealed_once_in_a_sound_chain():
    stop, wrong = threading.Event(), []

    def keep_sealing():
        try:
            while not stop.is_set():
                seal(at=NIGHT)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    def keep_writing(name: str):
        try:
            for number in range(40):
                with transaction.atomic():
                    entry(key=f"{name} {number}")
                    if number % 5 == 0:
                        transaction.set_rollback(True)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    writers = [threading.Thread(target=keep_writing, args=(name,)) for name in "abc"]
    for thread in (*sealers, *writers):
        thread.start()
    for thread in writers:
        thread.join(60)
    stop.set()
    for thread in sealers:
        thread.join(60)
    seal(at=NIGHT)
    assert wrong == []
    found = check()
    assert (found.findings, found.entries, found.unsealed) == ([], 3 * 32, 0)


def test_the_line_of_an_entry_can_be_made_with_any_json_library(sealed):
    batch = Batch.objects.get(number=1)
    lines = [
        json.dumps(
            [
                e.id,
                e.act,
                e.by_key,
                e.by_label,
                when(e.at),
                when(e.recorded_at),
                e.kind,
                e.key,
                e.label,
                e.digest,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for e in Entry.objects.filter(seal__batch=1).order_by("id")
    ]
    header = json.dumps([1, when(batch.sealed_at), 4], separators=(",", ":"))
    leaves = [hashlib.sha256(f"{line}\n".encode()).digest() for line in lines]
    whole = bytes(32) + f"{header}\n".encode() + b"".join(leaves)
    assert hashlib.sha256(whole).hexdigest() == batch.hash


def when(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
