from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kurss.journal.models import Entry
from kurss.journal.queries import history_of
from kurss.people import queries
from kurss.people.models import Account, Gender, Identity, Person
from kurss.people.permissions import Role
from kurss.people.refusals import (
    AccountExists,
    AddressUnreadable,
    BornInTheFuture,
    GenderUnknown,
    LanguageUnknown,
    ListRefused,
    NameMissing,
    NameUnreadable,
    NotAllowed,
)
from kurss.people.register import NewPerson, close_account, open_account, register_people, register_person
from kurss.people.tests.city import MOMENT, TODAY, account, administrator, child, clerk

pytestmark = pytest.mark.django_db


def test_a_person_is_a_random_key_with_an_identity_beside_it():
    anna = child(language="lv", email="family@home.example", phone="+371 00")
    assert anna.since == TODAY
    assert not anna.synthetic
    assert (anna.identity.name, anna.identity.language, anna.identity.gender) == (
        "Anna Bērziņa",
        "lv",
        Gender.FEMALE,
    )
    assert (anna.identity.email, anna.identity.phone) == ("family@home.example", "+371 00")
    assert anna.key.version == 4
    assert anna.key != child().key


def test_the_journal_says_that_somebody_was_registered_and_not_who():
    anna = child()
    written = history_of(anna).get()
    assert (written.act, written.by_label, written.label) == ("people.register", "clerk", "")
    assert not written.details.exists()


def test_what_nobody_asked_is_not_recorded():
    unasked = register_person(given_name="Anna", family_name="Bērziņa", by=clerk(), at=MOMENT)
    said = unasked.identity
    assert (said.birth_date, said.gender, said.language, said.email) == (None, Gender.NOT_RECORDED, "", "")
    assert said.age_on(TODAY) is None


@pytest.mark.parametrize(
    ("said", "refusal", "sentence"),
    [
        ({"given_name": " ", "family_name": ""}, NameMissing, "needs a name"),
        ({"given_name": "An\x01na"}, NameUnreadable, "“Anna” holds a sign that nobody can type or see"),
        ({"given_name": "An\u202ena"}, NameUnreadable, "nobody can type or see"),
        ({"family_name": "win at https://evil.example"}, NameUnreadable, "holds an address"),
        ({"phone": "1\r\nBcc: all@city.example"}, NameUnreadable, "nobody can type or see"),
        ({"birth_date": date(2021, 9, 2)}, BornInTheFuture, "would be born on 2021-09-02"),
        ({"gender": "girl"}, GenderUnknown, "female, male, other, not_recorded"),
        ({"language": "Latvian"}, LanguageUnknown, "such as lv"),
        ({"email": "anna at home"}, AddressUnreadable, "“anna at home” is no e-mail address"),
    ],
)
def test_what_cannot_be_true_is_refused_in_a_sentence(said, refusal, sentence):
    with pytest.raises(refusal, match=sentence):
        child(**said)
    assert not Person.objects.exists()


def test_somebody_born_today_is_registered_today():
    assert child(birth_date=TODAY).identity.age_on(TODAY) == 0


def test_the_database_holds_the_words_for_gender_and_language():
    anna = child()
    for column, value, name in (
        ("gender", "girl", "gender_is_a_declared_word"),
        ("language", "Latvian"[:3], "language_is_an_iso_639_code"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Identity.objects.filter(person=anna).update(**{column: value})
    with pytest.raises(IntegrityError, match="an_identity_has_a_name"), transaction.atomic():
        Identity.objects.filter(person=anna).update(given_name="", family_name="")


def test_people_are_listed_in_latvian_order_of_family_name_then_given_name():
    names = [
        ("Zane", "Kalna"),
        ("Anna", "Kalniņa"),
        ("Anna", "Ķirse"),
        ("Žanis", "Kalns"),
        ("Ādams", "Kalns"),
    ]
    for given, family in names:
        child(given_name=given, family_name=family)
    assert [person.identity.name for person in queries.in_latvian_order()] == [
        "Zane Kalna",
        "Anna Kalniņa",
        "Ādams Kalns",
        "Žanis Kalns",
        "Anna Ķirse",
    ]


def test_only_who_may_registers_people():
    with pytest.raises(NotAllowed, match=r"teacher may not do “people.register”.*Course administrator"):
        register_person(
            given_name="Anna", family_name="Bērziņa", by=account("teacher", Role.TEACHER), at=MOMENT
        )


def test_a_list_is_registered_in_its_order_with_an_entry_for_each():
    rows = [
        NewPerson(given_name=f"Anna {number}", family_name="Ozola", birth_date=date(2010, 1, 1), key=uuid4())
        for number in range(50)
    ]
    entered = register_people(rows, by=clerk(), at=MOMENT)
    assert [person.key for person in entered] == [row.key for row in rows]
    names = queries.identities(row.key for row in rows)
    assert [names[row.key].given_name for row in rows] == [row.given_name for row in rows]
    assert names[rows[0].key].sort_key < names[rows[1].key].sort_key
    assert Entry.objects.filter(act="people.register").count() == 50


def test_a_list_with_a_wrong_row_registers_nobody_and_names_every_wrong_row():
    rows = [
        NewPerson(given_name="Anna", family_name="Ozola"),
        NewPerson(given_name="", family_name=""),
        NewPerson(given_name="Jānis", family_name="Ozols", birth_date=date(2031, 1, 1)),
    ]
    with pytest.raises(
        ListRefused, match=r"2 of 3 rows cannot be registered, so none was\. Row 2:"
    ) as refused:
        register_people(rows, by=clerk(), at=MOMENT)
    assert [(number, type(why)) for number, why in refused.value.rows] == [
        (2, NameMissing),
        (3, BornInTheFuture),
    ]
    assert not Person.objects.exists()


def test_an_account_has_an_address_whatever_its_case_once():
    opened = account("ilze")
    assert Account.objects.get_by_natural_key("ILZE@city.example") == opened
    assert not opened.has_usable_password()
    with pytest.raises(AccountExists, match="has an account already"):
        open_account(email="Ilze@City.example", name="Ilze", by=administrator(), at=MOMENT)
    with (
        pytest.raises(IntegrityError, match="account_email_once_whatever_its_case"),
        transaction.atomic(),
    ):
        Account.objects.create(email="ILZE@city.example", name="Ilze")


def test_an_account_has_a_name_and_a_readable_address():
    with pytest.raises(NameMissing):
        open_account(email="a@city.example", name=" ", by=administrator(), at=MOMENT)
    for email in ("", "nowhere"):
        with pytest.raises(AddressUnreadable):
            open_account(email=email, name="Anna", by=administrator(), at=MOMENT)


def test_a_password_is_kept_as_a_hash_only():
    opened = open_account(
        email="a@city.example", name="Anna", password="long enough to be one", by=administrator(), at=MOMENT
    )
    assert opened.check_password("long enough to be one")
    assert "long enough" not in opened.password


def test_a_closed_account_forgets_whose_it_was_and_ends_its_roles():
    teacher = account("teacher", Role.TEACHER)
    close_account(account=teacher, by=administrator(), at=MOMENT)
    closed = Account.objects.get(pk=teacher.pk)
    assert (closed.is_active, closed.email, closed.name, closed.person) == (False, None, "", None)
    assert [grant.holds_until for grant in queries.grants_of(closed)] == [TODAY]


def test_unattended_work_has_one_account_that_nobody_can_sign_in_to():
    site = queries.unattended()
    assert queries.unattended() == site
    assert (site.name, site.email, site.has_usable_password()) == ("Kurss", None, False)
    for change in ({"password": "md5$a$b"}, {"email": "site@city.example"}):
        with (
            pytest.raises(IntegrityError, match="a_human_can_be_written_to_and_a_service_cannot_sign_in"),
            transaction.atomic(),
        ):
            Account.objects.filter(pk=site.pk).update(**change)
