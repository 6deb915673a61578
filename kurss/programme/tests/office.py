"""A programme office for tests: people with their roles, and a small programme opened by the verbs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from kurss.partners.models import Partner
from kurss.partners.register import register_partner
from kurss.people.models import Account
from kurss.people.permissions import Role, Scope
from kurss.people.queries import unattended
from kurss.people.register import open_account
from kurss.people.roles import grant_role
from kurss.privacy.rules import declared
from kurss.programme.charters import CharterContent, CharterText
from kurss.programme.initiatives import add_initiative
from kurss.programme.models import AmbitionStatement, CharterPartner, Initiative, Programme, Vision
from kurss.programme.opening import (
    OwedArtefact,
    StageOfTemplate,
    define_template,
    open_programme,
    record_document,
)
from kurss.programme.strategy import state_ambition, state_vision
from kurss.programme.words import Box, Words

NOW = datetime(2022, 9, 30, 18, tzinfo=UTC)
WORDS = Words("Vārdi", "Words", "Section 1")


@dataclass(frozen=True)
class Office:
    officer: Account
    approver: Account
    second_approver: Account
    programme: Programme
    initiative: Initiative
    vision: Vision
    ambition: AmbitionStatement
    partner: Partner


def account(name: str, role: Role | None, *, initiative: str = "") -> Account:
    opened = open_account(email=f"{name}@city.example", name=name, by=unattended(), at=NOW)
    if role is not None:
        scope = {"scope": Scope.INITIATIVE, "scope_key": initiative} if initiative else {}
        grant_role(account=opened, role=role, by=unattended(), at=NOW, **scope)
    return opened


def another_programme(officer: Account, key: str = "other") -> Programme:
    said = {"by": officer, "at": NOW}
    template = define_template(
        key=key,
        title="Veids",
        title_en="Kind",
        stages=[
            StageOfTemplate("first", "Pirmais", "First", (OwedArtefact("map", "Ceļvedis", "Roadmap"),)),
            StageOfTemplate("second", "Otrais", "Second"),
        ],
        **said,
    )
    document = record_document(key=key, title="Ziņojums", title_en="Report", author="City", **said)
    return open_programme(
        key=key,
        template=template,
        document=document,
        title="Programma",
        title_en="Programme",
        goal="Mērķis",
        goal_en="Goal",
        priority="Prioritāte",
        priority_en="Priority",
        starts_on=date(2020, 9, 1),
        ends_on=date(2022, 9, 30),
        **said,
    )


def another_initiative(officer: Account, programme: Programme, key: str, order: int) -> Initiative:
    return add_initiative(
        programme=programme,
        key=key,
        order=order,
        title=f"Iniciatīva {key}",
        title_en=f"Initiative {key}",
        short=key,
        short_en=key,
        place="Section 2",
        by=officer,
        at=NOW,
    )


def found_office() -> Office:
    officer = account("officer", Role.PROGRAMME_OFFICER)
    programme = another_programme(officer, "icc")
    said = {"programme": programme, "words": WORDS, "by": officer, "at": NOW}
    return Office(
        officer=officer,
        approver=account("first-approver", Role.APPROVER),
        second_approver=account("second-approver", Role.APPROVER),
        programme=programme,
        initiative=another_initiative(officer, programme, "skills", 1),
        vision=state_vision(order=1, **said),
        ambition=state_ambition(key="skills", order=1, **said),
        partner=register_partner(
            key="centre",
            name="Centrs",
            name_en="Centre",
            kind="municipal_enterprise",
            by_key=str(officer.pk),
            at=NOW,
        ),
    )


def content(office: Office, what: str = "Dara", what_en: str = "Does", **more) -> CharterContent:
    """A charter that says what, and who leads."""
    partners = ((CharterPartner.Role.LEAD, office.partner),)
    return CharterContent(text=CharterText(what=Box(what, what_en)), **{"partners": partners} | more)


def forget(rule: str, before: date) -> tuple[int, int]:
    """How much a rule of retention counts before a day, and how much it takes."""
    found = next(one for one in declared() if one.key == f"programme.{rule}")
    moment = datetime(before.year, before.month, before.day, 12, tzinfo=UTC)
    counted = found.count(moment)
    return counted, found.remove(before=moment, because="test", by=unattended(), at=NOW)
