"""The register as a list: the same columns that importing takes, so that it comes back without a difference."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kurss.people.acting import note_many, permit
from kurss.people.importing.columns import SAID, Field
from kurss.people.models import Account, Person, Restriction
from kurss.people.permissions import Act
from kurss.sheets.writing import as_csv, as_xlsx

COLUMNS = (Field.PERSON_KEY, *SAID)


def export(people: list[Person], *, kind: str, by: Account, at: datetime) -> bytes:
    """These people as CSV or XLSX, in the reader's words. It is journalled whose record went out, by key."""
    permit(by, Act.EXPORT_PEOPLE, at=at)
    columns = tuple(str(column) for column in COLUMNS)
    headings = {str(column): str(column.label) for column in COLUMNS}
    hidden = set(Restriction.objects.live().values_list("person", flat=True))
    people = [person for person in people if person.standing_key not in hidden]
    rows = list(_rows(people))
    note_many(((person, {}) for person in people), by=by, at=at, act=Act.EXPORT_PEOPLE)
    if kind == "xlsx":
        return as_xlsx(rows, columns, headings, title="Kurss")
    return as_csv(rows, columns, headings).encode()


def _rows(people: list[Person]) -> Iterator[Mapping[str, Any]]:
    for person in people:
        identity = person.known
        if identity is not None:
            said = {str(name): getattr(identity, name) for name in SAID}
            yield {str(Field.PERSON_KEY): person.pk, **said, "gender": identity.get_gender_display()}
