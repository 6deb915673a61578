from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kurss.journal.queries import history_of
from kurss.people.acting import may
from kurss.people.models import RoleGrant
from kurss.people.permissions import Act, Role, Scope
from kurss.people.queries import unattended
from kurss.people.refusals import (
    AccountClosed,
    AlreadyEnded,
    AuditWithoutEnd,
    EndsBeforeItBegins,
    NotAllowed,
    RoleAlreadyHeld,
    RoleForOneself,
    ScopeNotForRole,
)
from kurss.people.register import close_account
from kurss.people.roles import end_role, grant_role
from kurss.people.tests.city import LATER, MOMENT, TODAY, account, administrator

pytestmark = pytest.mark.django_db
PLACE = {"scope": Scope.PLACE, "scope_key": "digital-centre"}


def give(to, role=Role.TEACHER, **said) -> RoleGrant:
    return grant_role(account=to, role=role, by=administrator(), at=MOMENT, **said)


def test_a_role_is_given_for_a_place_with_its_days_and_its_giver():
    ilze = account("ilze")
    grant = give(ilze, **PLACE, holds_until=date(2022, 6, 1))
    assert (grant.scope, grant.scope_key, grant.holds_from) == ("place", "digital-centre", TODAY)
    assert grant.given_by_key == str(administrator().pk)
    written = history_of(ilze).first()
    assert written.act == "people.grant_role"
    assert {d.name: d.value for d in written.details.all()} == {
        "role": "teacher",
        "scope": "place",
        "scope_key": "digital-centre",
        "holds_from": "2021-09-01",
        "holds_until": "2022-06-01",
    }


def test_a_role_works_from_the_moment_it_is_given_to_the_day_it_ends():
    ilze = account("ilze")
    assert not may(ilze, Act.MARK_ATTENDANCE, at=MOMENT)
    grant = give(ilze)
    assert may(ilze, Act.MARK_ATTENDANCE, at=MOMENT)
    grant.account = ilze
    end_role(grant=grant, on=date(2022, 9, 1), by=administrator(), at=MOMENT)
    assert may(ilze, Act.MARK_ATTENDANCE, at=LATER.replace(month=8, day=31))
    assert not may(ilze, Act.MARK_ATTENDANCE, at=LATER)


def test_a_role_that_begins_later_does_not_work_yet():
    ilze = account("ilze")
    give(ilze, holds_from=date(2021, 10, 1))
    assert not may(ilze, Act.MARK_ATTENDANCE, at=MOMENT)
    assert may(ilze, Act.MARK_ATTENDANCE, at=MOMENT.replace(month=10))


@pytest.mark.parametrize(
    ("role", "limits"),
    [
        (Role.TEACHER, {"scope": Scope.PLACE}),
        (Role.TEACHER, {"scope_key": "digital-centre"}),
        (Role.TEACHER, {"scope": Scope.INITIATIVE, "scope_key": "vizium"}),
        (Role.PROGRAMME_OFFICER, PLACE),
        (Role.ADMINISTRATOR, PLACE),
        (Role.AUDITOR, PLACE | {"holds_until": date(2022, 1, 1)}),
        (Role.GUARDIAN, PLACE),
    ],
)
def test_a_role_is_limited_only_as_it_can_be(role, limits):
    with pytest.raises(ScopeNotForRole, match="It can be given for: Everything"):
        give(account("ilze"), role, **limits)


@pytest.mark.parametrize(
    "limits", [{"scope": "place"}, {"scope_key": "x"}, {"scope": "city", "scope_key": "x"}]
)
def test_the_database_wants_a_key_exactly_where_a_role_is_limited(limits):
    grant = give(account("ilze"))
    with pytest.raises(IntegrityError, match="a_limited_role_says_to_what"), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(**limits)


def test_an_auditor_has_a_last_day():
    ilze = account("ilze")
    with pytest.raises(AuditWithoutEnd, match="Say when the audit ends"):
        give(ilze, Role.AUDITOR)
    grant = give(ilze, Role.AUDITOR, holds_until=date(2022, 1, 1))
    assert not may(ilze, Act.READ_JOURNAL, at=LATER)
    with pytest.raises(IntegrityError, match="an_auditor_has_a_last_day"), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(holds_until=None)


def test_a_role_is_held_once_in_one_scope_and_again_in_another():
    ilze = account("ilze")
    give(ilze)
    with pytest.raises(RoleAlreadyHeld, match="ilze holds the role Teacher there already"):
        give(ilze, holds_until=date(2022, 1, 1))
    assert give(ilze, **PLACE).pk


def test_nobody_gives_a_role_to_their_own_account():
    with pytest.raises(RoleForOneself, match="Ask another administrator"):
        give(administrator(), Role.APPROVER)


def test_nobody_but_an_administrator_gives_roles():
    with pytest.raises(NotAllowed, match="it takes the role Administrator"):
        grant_role(
            account=account("ilze"),
            role=Role.TEACHER,
            by=account("officer", Role.PROGRAMME_OFFICER),
            at=MOMENT,
        )


def test_unattended_work_and_closed_accounts_are_given_no_role():
    ilze = account("ilze")
    close_account(account=ilze, by=administrator(), at=MOMENT)
    for nobody in (unattended(), type(ilze).objects.get(pk=ilze.pk)):
        with pytest.raises(AccountClosed):
            give(nobody)


def test_a_role_does_not_end_before_it_begins_nor_twice():
    ilze = account("ilze")
    with pytest.raises(EndsBeforeItBegins):
        give(ilze, holds_until=date(2021, 8, 31))
    grant = give(ilze)
    with pytest.raises(EndsBeforeItBegins):
        end_role(grant=grant, on=date(2021, 8, 31), by=administrator(), at=MOMENT)
    end_role(grant=grant, on=TODAY, by=administrator(), at=MOMENT)
    with pytest.raises(AlreadyEnded, match="ended on 2021-09-01"):
        end_role(grant=grant, on=TODAY, by=administrator(), at=MOMENT)
