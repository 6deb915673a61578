"""A list of people on its way: uploaded, its columns chosen, looked through, and imported whole or not at all."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, note_many, permit
from kurss.people.importing import columns, sealed_codes
from kurss.people.importing.columns import Field
from kurss.people.importing.plans import Entry, Plan, plan
from kurss.people.importing.refusals import (
    ChangedMeanwhile,
    ColumnsUnclear,
    ListEnded,
    RowsWrong,
    SourceMissing,
)
from kurss.people.importing.sealed_codes import Code
from kurss.people.models import (
    Account,
    ExternalKey,
    Identity,
    ListColumn,
    ListState,
    NationalCode,
    PeopleList,
    Person,
)
from kurss.people.names import person_sort_key
from kurss.people.permissions import Act
from kurss.people.register import NewPerson, register_people
from kurss.sheets.reading import Sheet, read

KEPT_FOR: Final = timedelta(days=7)
"""How long an upload waits for its confirmation before its content is erased."""

BATCH = 2_000
IMPORTING = 0x11515
"""The advisory lock under which lists are imported: the second of two finds what the first has written."""


@transaction.atomic
def upload(*, name: str, content: bytes, source: str, by: Account, at: datetime) -> PeopleList:
    """Take a file in, if it can be read. Its columns mean what they meant in the last list of these headings.

    National codes in it are sealed before anything is kept (`sealed_codes`).
    """
    permit(by, Act.IMPORT_PEOPLE, at=at)
    source = " ".join(source.split())[:60]
    if not source:
        raise SourceMissing(
            _("Say where the list comes from, for example the school: its keys count there alone.")
        )
    given = read(content)
    fields = _remembered(given) or columns.guessed(given.headings)
    content, sheet = _without_codes(content, given, fields)
    made = PeopleList.objects.create(
        name=name[:200],
        source=source,
        content=content,
        encoding=given.encoding,
        headings=columns.digest(sheet.headings),
        uploaded_by_key=str(by.pk),
        uploaded_at=at,
    )
    _write_columns(made, sheet, fields)
    note(by=by, at=at, act="people.upload_list", about=made, rows=len(sheet.lines))
    return made


def sheet_of(people_list: PeopleList) -> Sheet:
    """The list as it is read with the encoding that was chosen. Raises ListEnded where it is kept no longer."""
    if people_list.content is None:
        raise _ended(people_list)
    return read(bytes(people_list.content), encoding=people_list.encoding)


def plan_of(people_list: PeopleList, *, at: datetime) -> Plan:
    """What importing it would do now."""
    chosen = [column.field for column in people_list.columns.all()]
    _check_columns(chosen)
    return plan(sheet_of(people_list), chosen, source=people_list.source, today=timezone.localdate(at))


@transaction.atomic
def choose_columns(
    *, people_list: PeopleList, fields: Sequence[str], encoding: str = "", by: Account, at: datetime
) -> PeopleList:
    """Say what each column means, in the order of the columns; and how the letters are written."""
    permit(by, Act.IMPORT_PEOPLE, at=at)
    held = _waiting(people_list)
    if encoding and held.encoding:
        held.encoding = encoding
    sheet = sheet_of(held)
    _check_columns(fields)
    held.content, sheet = _without_codes(bytes(held.content or b""), sheet, fields)
    held.headings = columns.digest(sheet.headings)
    held.save(update_fields=["content", "encoding", "headings"])
    if len(fields) != len(sheet.headings):
        raise ColumnsUnclear(_("The list has other columns than those that were chosen. Choose them anew."))
    held.columns.all().delete()
    _write_columns(held, sheet, fields)
    note(by=by, at=at, act="people.choose_columns", about=held)
    return held


@transaction.atomic
def confirm(*, people_list: PeopleList, looked_at: str, by: Account, at: datetime) -> PeopleList:
    """Write the list into the register: everything, or nothing where anything is wrong.

    `looked_at` is the digest of the plan that the officer saw. Where the register has moved on since, nothing is
    written either, and they look again. The same list a second time adds and changes nothing.
    """
    permit(by, Act.IMPORT_PEOPLE, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTING])
    held = _waiting(people_list)
    now = plan_of(held, at=at)
    if now.faults:
        raise RowsWrong(
            _("{count} things are wrong in the list, so nothing was written.").format(count=len(now.faults))
        )
    if now.digest() != looked_at:
        raise ChangedMeanwhile(
            _("The register has changed since you looked through the list. Nothing was written; look again.")
        )
    _add(now.new, held.source, by, at)
    _change(now.changed, held.source, by, at)
    held.added, held.changed, held.unchanged = len(now.new), len(now.changed), now.unchanged
    _end(held, ListState.IMPORTED, at)
    note(
        by=by, at=at, act=Act.IMPORT_PEOPLE, about=held,
        added=held.added, changed=held.changed, unchanged=held.unchanged,
    )  # fmt: skip
    return held


@transaction.atomic
def give_up(*, people_list: PeopleList, by: Account, at: datetime) -> PeopleList:
    """Leave the list; its content is erased."""
    permit(by, Act.IMPORT_PEOPLE, at=at)
    held = _waiting(people_list)
    _end(held, ListState.GIVEN_UP, at)
    note(by=by, at=at, act="people.give_up_list", about=held)
    return held


@transaction.atomic
def expire_lists(*, by: Account, at: datetime) -> int:
    """Erase the content of every list that has waited longer than `KEPT_FOR`; how many there were."""
    old = PeopleList.objects.select_for_update().filter(
        state=ListState.WAITING, uploaded_at__lt=at - KEPT_FOR
    )
    waiting = list(old)
    for one in waiting:
        _end(one, ListState.EXPIRED, at)
    note_many(((one, {}) for one in waiting), by=by, at=at, act="people.expire_list")
    return len(waiting)


def _waiting(people_list: PeopleList) -> PeopleList:
    held = PeopleList.objects.select_for_update().get(pk=people_list.pk)
    if held.state != ListState.WAITING:
        raise _ended(held)
    return held


def _ended(people_list: PeopleList) -> ListEnded:
    return ListEnded(
        _("This list is kept no longer: {state}. Upload it again if it is still needed.").format(
            state=people_list.get_state_display()
        )
    )


def _end(held: PeopleList, state: ListState, at: datetime) -> None:
    held.state, held.content, held.ended_at = state, None, at
    held.save()


def _without_codes(content: bytes, sheet: Sheet, fields: Sequence[str]) -> tuple[bytes, Sheet]:
    """The file as it is kept: as it came, or with its national codes sealed."""
    places = sealed_codes.columns_of_codes(sheet, fields)
    if not places:
        return content, sheet
    content = sealed_codes.seal(sheet, places)
    return content, read(content, encoding=sheet.encoding)


def _remembered(sheet: Sheet) -> list[str]:
    """What the columns meant in the last list of the same headings that somebody imported."""
    headings = columns.digest(sheet.headings)
    last = PeopleList.objects.filter(headings=headings, state=ListState.IMPORTED).first()
    return [column.field for column in last.columns.all()] if last else []


def _write_columns(made: PeopleList, sheet: Sheet, fields: Sequence[str]) -> None:
    ListColumn.objects.bulk_create(
        ListColumn(people_list=made, place=place, heading=heading, field=name)
        for place, (heading, name) in enumerate(zip(sheet.headings, fields, strict=True))
    )


def _check_columns(fields: Sequence[str]) -> None:
    chosen = [Field(name) for name in fields if name]
    for field in chosen:
        if chosen.count(field) > 1:
            raise ColumnsUnclear(
                _("Two columns are chosen as “{field}”. Leave one of them out.").format(field=field.label)
            )
    if not {Field.GIVEN_NAME, Field.FAMILY_NAME, Field.PERSON_KEY} & set(chosen):
        raise ColumnsUnclear(
            _("No column says who somebody is. Choose one for the given or the family name.")
        )


def _add(entries: Sequence[Entry], source: str, by: Account, at: datetime) -> None:
    if not entries:
        return
    people = register_people([_newcomer(entry) for entry in entries], by=by, at=at)
    _keep_codes([(person, entry.code) for person, entry in zip(people, entries, strict=True)], by, at)
    ExternalKey.objects.bulk_create(
        (
            ExternalKey(source=source, key=entry.external_key, person=person)
            for entry, person in zip(entries, people, strict=True)
            if entry.external_key
        ),
        batch_size=BATCH,
    )


def _newcomer(entry: Entry) -> NewPerson:
    given, family = entry.names
    rest = {str(name): value for name, value in entry.said.items()}
    return NewPerson(**(rest | {"given_name": given, "family_name": family}))


def _change(entries: Sequence[Entry], source: str, by: Account, at: datetime) -> None:
    changed = []
    for entry in entries:
        assert entry.identity is not None
        for name, (_was, value) in entry.differs.items():
            setattr(entry.identity, name, value)
        entry.identity.sort_key = person_sort_key(entry.identity.given_name, entry.identity.family_name)
        if entry.differs:
            changed.append(entry.identity)
    fields = [*(str(name) for name in columns.SAID), "sort_key"]
    Identity.objects.bulk_update(changed, fields, batch_size=BATCH)
    ExternalKey.objects.bulk_create(
        (
            ExternalKey(source=source, key=entry.external_key, person_id=entry.identity.person_id)
            for entry in entries
            if entry.newly_known and entry.identity
        ),
        batch_size=BATCH,
    )
    coded = [entry for entry in entries if entry.newly_coded and entry.identity]
    _keep_codes([(entry.identity.person, entry.code) for entry in coded if entry.identity], by, at)
    # The journal says which fields, never what stood in them.
    note_many(
        (
            (entry.identity.person, {"fields": ", ".join(entry.differs) or None})
            for entry in entries
            if entry.identity
        ),
        by=by,
        at=at,
        act=Act.CORRECT_IDENTITY,
    )


def _keep_codes(codes: Iterable[tuple[Person, Code | None]], by: Account, at: datetime) -> None:
    kept = [(person, code) for person, code in codes if code is not None]
    NationalCode.objects.bulk_create(
        (NationalCode(person=person, digest=code.digest, keys=code.keys) for person, code in kept),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["digest", "keys"],
    )
    note_many(((person, {}) for person, _code in kept), by=by, at=at, act="people.keep_code")
