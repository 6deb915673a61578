"""Who may open a single record, and what everyone else is told: always the same."""

from datetime import date

import pytest
from django.urls import reverse

from kurss.learning.tests.test_marking import held, mark
from kurss.people.permissions import Role, Scope

pytestmark = pytest.mark.django_db

NO_SUCH = 987654321


@pytest.fixture
def records(city):
    """An enrolment and a mark that exist, by the name of their page."""
    group = city.group()
    enrolment = city.enrolled(group, city.person())
    [marked] = mark(city, held(city, group), {enrolment: "present"})
    return {"attendance": marked.pk, "enrolment": enrolment.pk}


def answer(client, account, name, number):
    client.force_login(account)
    return client.get(reverse(f"learning:{name}", args=[number]))


def main(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", ["attendance", "enrolment"])
@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.PROGRAMME_OFFICER, {}),
        (Role.TEACHER, {"scope": Scope.PLACE, "scope_key": "another-school"}),
    ],
)
def test_a_record_that_exists_and_one_that_does_not_answer_alike(city, records, client, name, role, scope):
    stranger = city.account("stranger@city.example", role, **scope)
    there, not_there = (answer(client, stranger, name, number) for number in (records[name], NO_SUCH))
    assert there.status_code == not_there.status_code == 403
    # The page's own address and its token apart, not a word differs.
    assert main(there) == main(not_there)


@pytest.mark.parametrize("name", ["attendance", "enrolment"])
def test_who_may_see_records_is_told_that_there_is_none(city, records, client, name):
    auditor = city.account("auditor@city.example", Role.AUDITOR, holds_until=date(2099, 1, 1))
    assert answer(client, auditor, name, records[name]).status_code == 200
    assert answer(client, auditor, name, NO_SUCH).status_code == 404
