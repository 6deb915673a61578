import pytest

from kurss.people.permissions import (
    SCOPES,
    STAFF,
    TABLE,
    UNATTENDED,
    Act,
    Reach,
    Role,
    Scope,
    allows,
    roles_for,
)

READING = {
    Act.OPEN_REGISTER,
    Act.SEE_PEOPLE,
    Act.SEE_ATTENDANCE,
    Act.READ_DEFINITIONS,
    Act.OPEN_RECORDS,
    Act.SEE_CHANGES,
    Act.TAKE_AUDIT_BAG,
    Act.READ_JOURNAL,
    Act.READ_PRIVACY,
    Act.SEE_VISITS,
    Act.EXPORT_REPORT,
}


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_row_that_somebody_is_in(act):
    assert roles_for(act)


def test_the_table_knows_no_act_and_no_role_that_is_not_declared():
    assert set(TABLE) == set(Act)
    assert {role for row in TABLE.values() for role in row} <= set(Role)
    assert set(SCOPES) == set(Role)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.GUARDIAN])
def test_residents_and_guardians_reach_nothing_but_their_own(role):
    reaches = {act: row[role] for act, row in TABLE.items() if role in row}
    assert reaches == {
        Act.SEE_PEOPLE: Reach.OWN,
        Act.ENROL: Reach.OWN,
        Act.BOOK_SLOTS: Reach.OWN,
        Act.SEE_VISITS: Reach.OWN,
        Act.SEE_ATTENDANCE: Reach.OWN,
        Act.KEEP_FAMILY: Reach.OWN,
        Act.KEEP_CARE: Reach.OWN,
        Act.CORRECT_IDENTITY: Reach.OWN,
        Act.SEE_HELD: Reach.OWN,
        Act.GIVE_CONSENT: Reach.OWN,
        Act.ERASE_IDENTITY: Reach.OWN,
    }


def test_an_auditor_reads_all_and_changes_nothing():
    assert {act: row[Role.AUDITOR] for act, row in TABLE.items() if Role.AUDITOR in row} == dict.fromkeys(
        READING, Reach.EVERYTHING
    )


@pytest.mark.parametrize(
    ("write", "approve"),
    [
        (Act.WRITE_CURRICULA, Act.APPROVE_CURRICULA),
        (Act.EDIT_PROGRAMME, Act.APPROVE_CHARTER),
        (Act.PREPARE_RELEASE, Act.APPROVE_RELEASE),
    ],
)
def test_no_role_both_writes_and_approves(write, approve):
    assert not set(TABLE[write]) & set(TABLE[approve])


def test_who_gives_roles_does_no_other_work_of_the_city():
    administered = {act for act, row in TABLE.items() if Role.ADMINISTRATOR in row}
    assert {act.value.split(".")[0] for act in administered} == {"people", "journal"}
    assert set(TABLE[Act.MANAGE_ROLES]) == {Role.ADMINISTRATOR}


def test_the_data_protection_officer_keeps_the_rules_and_does_no_other_work_of_the_city():
    opened = {act for act, row in TABLE.items() if Role.DATA_PROTECTION_OFFICER in row}
    assert opened == {
        Act.READ_JOURNAL,
        Act.READ_PRIVACY,
        Act.KEEP_PRIVACY,
        Act.APPLY_RETENTION,
        Act.WRITE_CONSENT_TEXTS,
        Act.ERASE_IDENTITY,
        Act.RESTRICT_IDENTITY,
    }


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.DATA_PROTECTION_OFFICER])
def test_who_gives_roles_or_audits_answers_for_everything(role):
    assert SCOPES[role] == {Scope.EVERYTHING}


def test_unattended_work_does_these_few_things_and_nothing_else():
    assert {
        Act.OPEN_ACCOUNTS,
        Act.MANAGE_ROLES,
        Act.SEAL,
        Act.RECHECK_FIGURES,
        Act.ROTATE_KEYS,
        Act.APPLY_RETENTION,
        Act.ERASE_IDENTITY,
        Act.FIND_DUPLICATES,
    } == UNATTENDED


def test_staff_is_everybody_in_the_service_of_the_city():
    assert set(Role) - STAFF == {Role.RESIDENT, Role.GUARDIAN}


def inside(act, role, scope, scope_key="", place="", initiative=""):
    return allows(act, role, scope=scope, scope_key=scope_key, place=place, initiative=initiative)


def test_a_role_limited_to_a_place_reaches_that_place_alone():
    mark, teacher = Act.MARK_ATTENDANCE, Role.TEACHER
    assert inside(mark, teacher, Scope.PLACE, "centre", place="centre")
    assert not inside(mark, teacher, Scope.PLACE, "centre", place="school")
    assert not inside(mark, teacher, Scope.PLACE, "centre")
    assert not inside(mark, teacher, Scope.PLACE, "centre", initiative="centre")


def test_a_role_limited_to_an_initiative_reaches_that_initiative_alone():
    edit, officer = Act.EDIT_PROGRAMME, Role.PROGRAMME_OFFICER
    assert inside(edit, officer, Scope.INITIATIVE, "vizium", initiative="vizium")
    assert not inside(edit, officer, Scope.INITIATIVE, "vizium", initiative="network")
    assert not inside(edit, officer, Scope.INITIATIVE, "vizium", place="vizium")
    assert not inside(edit, officer, Scope.INITIATIVE, "vizium")


def test_a_role_for_everything_reaches_every_place_and_what_has_none():
    assert inside(Act.MARK_ATTENDANCE, Role.TEACHER, Scope.EVERYTHING, place="school")
    assert inside(Act.MARK_ATTENDANCE, Role.TEACHER, Scope.EVERYTHING)


def test_an_act_open_to_a_role_is_open_whatever_limits_the_grant():
    assert inside(Act.REGISTER_PERSON, Role.COURSE_ADMINISTRATOR, Scope.PLACE, "centre")


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Role)
def test_a_role_without_a_row_reaches_nothing_and_own_is_left_to_the_register(act, role):
    opened = inside(act, role, Scope.EVERYTHING)
    assert opened == (TABLE[act].get(role) in (Reach.EVERYTHING, Reach.SCOPED))
