"""A city in which every address of the site leads somewhere, and somebody for every role, near and far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from kurss.curriculum.timetable import Weekly
from kurss.evidence.models import Figure, Indicator, Snapshot
from kurss.learning.classroom.lists import Said, hand_in
from kurss.learning.models import (
    Application,
    Attendance,
    CameBy,
    Disagreement,
    Enrolment,
    Group,
    GroupPool,
    GroupTeacher,
    Policy,
)
from kurss.learning.planning import plan_group
from kurss.learning.rounds.applying import apply_for
from kurss.learning.rounds.drawing import close_round, draw_round
from kurss.learning.rounds.planning import Places, open_round, plan_round
from kurss.people.clock import now
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.family.invitations import invite
from kurss.people.guardians import add_guardian
from kurss.people.importing.lists import upload
from kurss.people.models import Account, Invitation, Merge, Pair, PeopleList, Person, RoleGrant
from kurss.people.permissions import SCOPES, TABLE, Reach, Role, Scope
from kurss.people.queries import unattended
from kurss.people.register import open_account, register_person
from kurss.people.roles import grant_role
from kurss.people.tests.passkey import Passkey
from kurss.population.counting import record_count
from kurss.population.models import PopulationCount
from kurss.privacy.models import Request
from kurss.privacy.subject_requests import receive
from kurss.programme.around.decisions import DecisionTold, take_decision
from kurss.programme.around.governance import BodyTold, SeatTold, add_seat, found_body
from kurss.programme.around.meetings import MeetingTold, record_meeting
from kurss.programme.around.risks import RiskTold, register_risk
from kurss.programme.around.stakeholders import StakeholderTold, record_stakeholder
from kurss.programme.around.suggestions import SuggestionTold, suggest
from kurss.programme.beginning.stages import state_period
from kurss.programme.charter_boxes import begin_next_version
from kurss.programme.charters import CharterContent, CharterText, report_charter
from kurss.programme.ledger.budget import plan_line
from kurss.programme.ledger.contracts import pay, sign_contract
from kurss.programme.ledger.sources import add_source
from kurss.programme.logic.drawing_up import lead, place
from kurss.programme.measures import measure
from kurss.programme.models import Initiative, Measure, Programme, ReviewNote
from kurss.programme.opening import open_stage
from kurss.programme.pipeline.calls import CallTerms, add_call
from kurss.programme.pipeline.proposals import add_proposal, take_part
from kurss.programme.releases import approve_release, draft_release, propose_release
from kurss.programme.review import note_review
from kurss.programme.roadmap import plan_activity, plan_milestone
from kurss.programme.sealing import seal_and_compute
from kurss.programme.statements.citing import cite
from kurss.programme.tests.office import WORDS, another_initiative, another_programme
from kurss.programme.words import Box
from kurss.science_centre.models import Participation, SchoolGroup, Slot, Visit
from tests.figures.small_city import AFTER, AS_OF, BEFORE, SmallCity, build
from tests.permissions.centre import open_centre

ELSEWHERE = "elsewhere"
"""A place, and an initiative, that no record of this city belongs to."""


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: nobody, or an account with one role, and how near the role is to the records."""

    name: str
    account: Account | None
    role: Role | None = None
    scope: Scope = Scope.EVERYTHING
    near: bool = True
    teaches: bool = False
    """Whether the group of the records is one that this somebody teaches, by person."""

    def __str__(self) -> str:
        return self.name


@dataclass
class WalkedCity:
    """The records that addresses name, all of one child in one place and one initiative."""

    small: SmallCity
    child: Person
    initiative: Initiative
    figure: Figure
    mark: Attendance
    enrolment: Enrolment
    count: PopulationCount
    data_request: Request
    application: Application | None = None
    passkey: Authenticator | None = None
    invitation: Invitation | None = None
    people_list: PeopleList | None = None
    pair: Pair | None = None
    merge: Merge | None = None
    given: RoleGrant | None = None
    disagreement: Disagreement | None = None
    slot: Slot | None = None
    after_school: Slot | None = None
    school_group: SchoolGroup | None = None
    visit: Visit | None = None
    participation: Participation | None = None
    token: str = ""
    """An open invitation to act for the child, and the token of its letter."""
    actors: list[Actor] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)
    """The session of each actor, by name."""

    @property
    def programme(self) -> Programme:
        return self.initiative.programme

    def owner(self) -> Account:
        """The account whose own records stand for those that belong to an account."""
        return next(actor.account for actor in self.actors if actor.role is Role.GUARDIAN and actor.near)


def found() -> WalkedCity:
    """Made by verbs. The settings must name a folder for snapshots."""
    small = build()
    small.come("tuesday", "anna", "juris")
    small.come("wednesday", "anna", "olga")
    initiative = _initiative(small)
    snapshot, _ = seal_and_compute(by=small.officer, as_of=AS_OF, at=AFTER)
    _release(small, snapshot)
    child = small.people["anna"]
    city = WalkedCity(
        small=small,
        child=child,
        initiative=initiative,
        figure=Figure.objects.get(version__indicator__code="L-01", cell=""),
        mark=small.mark_of("tuesday", "anna"),
        enrolment=Enrolment.objects.get(person=child, group=small.groups["tuesday"]),
        count=_count(small),
        data_request=_data_request(),
    )
    _reviewed(city)
    city.actors = list(_actors(city))
    city.application = _drawn(city)
    city.passkey = Authenticator.objects.create(
        user=city.owner(),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key", "credential": Passkey().made("walked")},
    )
    city.invitation = invite(
        child=child, email="invited@city.example", language="en", link=lambda token: _took(city, token),
        by=city.owner(), at=now(),
    )  # fmt: skip
    _kept_by_registrar(city)
    city.disagreement = _disagreed(city)
    open_centre(city)
    return city


def _disagreed(city: WalkedCity) -> Disagreement:
    """A teacher who did not see the child's mark says something else of the same session."""
    teacher = next(actor.account for actor in city.actors if actor.role is Role.TEACHER)
    said = {city.enrolment.pk: Said("late")}
    outcome = hand_in(session=city.mark.session, said=said, key=uuid4(), by=teacher, at=AFTER)
    return outcome.disagreements[0]


def _kept_by_registrar(city: WalkedCity) -> None:
    """A list on its way, two people side by side, a merge, and a role that was given."""
    registrar, people = _with("list", Role.REGISTRAR), city.small.people
    city.people_list = upload(
        name="list.csv", content=b"Vards;Uzvards\nAnna;Liepa\n", source="school", by=registrar, at=now()
    )
    city.pair = put_side_by_side(one=people["olga"], other=people["m\u0101ra"], by=registrar, at=now())
    twice = [
        register_person(given_name="Zane", family_name="Synthetic", synthetic=True, by=registrar, at=BEFORE)
        for _ in range(2)
    ]
    pair = put_side_by_side(one=twice[0], other=twice[1], by=registrar, at=now())
    city.merge = merge(pair=pair, into=pair.low, by=registrar, at=now())
    city.given = RoleGrant.objects.get(account=_with("given", Role.TEACHER))


def _release(small: SmallCity, snapshot: Snapshot) -> None:
    """The figures of the city, published by two people."""
    made = draft_release(snapshot=snapshot, name="Gads", name_en="The year", by=small.officer, at=AFTER)
    proposed = propose_release(release=made, by=small.officer, at=AFTER)
    second = _with("release", Role.APPROVER)
    approve_release(release=proposed, by=second, at=AFTER)


def _drawn(city: WalkedCity) -> Application:
    """An application of the child in a round of the place, drawn, with an offer that waits for an answer."""
    by, day, tuesday = city.small.clerk, now(), city.small.groups["tuesday"]
    group = plan_group(
        key="walked", season=tuesday.season, version=tuesday.curriculum_version, provider=tuesday.provider,
        place=tuesday.place, audience="child", mode="on_site", times=[Weekly(5, time(16), time(17, 30))],
        capacity=2, starts_on=tuesday.starts_on, ends_on=tuesday.ends_on, by=by, at=BEFORE,
    )  # fmt: skip
    pool = GroupPool.objects.get(group=group)
    opens, closes, drawn = (day - timedelta(days=n) for n in (3, 2, 1))
    round = plan_round(
        key="walked-round", season=group.season, title="Kārta", title_en="Round", policy=Policy.DRAW,
        places=[Places(pool)], opens_at=opens, closes_at=closes, public_value_name="A value", by=by, at=opens,
    )  # fmt: skip
    open_round(planned=round, by=by, at=opens)
    application = apply_for(
        round=round, person=city.child, wishes=[pool], came_by=CameBy.COUNTER, by=by, at=opens
    )
    closed = close_round(opened=round, by=by, at=closes)
    draw_round(closed=closed, public_value="1", by=by, at=drawn)
    _at_once(city, group)
    return application


def _at_once(city: WalkedCity, like: Group) -> None:
    """A group whose places are given at once, in a round that is open."""
    by, day = city.small.clerk, now()
    group = plan_group(
        key="at-once", season=like.season, version=like.curriculum_version, provider=like.provider,
        place=like.place, audience="child", mode="on_site", times=[Weekly(4, time(16), time(17, 30))],
        capacity=2, starts_on=like.starts_on, ends_on=like.ends_on, by=by, at=BEFORE,
    )  # fmt: skip
    opens, closes = day - timedelta(days=1), day + timedelta(days=1)
    round = plan_round(
        key="at-once-round", season=like.season, title="Kārta", title_en="Round", policy=Policy.FIRST_COME,
        places=[Places(GroupPool.objects.get(group=group))], opens_at=opens, closes_at=closes, by=by, at=opens,
    )  # fmt: skip
    open_round(planned=round, by=by, at=opens)


def _took(city: WalkedCity, token: str) -> str:
    city.token = token
    return token


def _initiative(small: SmallCity) -> Initiative:
    programme = another_programme(small.officer, "walked")
    initiative = another_initiative(small.officer, programme, "skills", 1)
    measure(
        programme=programme, initiative=initiative, indicator=Indicator.objects.get(code="L-01"),
        column=Measure.Column.OUTPUT, order=1, words=WORDS, by=small.officer, at=BEFORE,
    )  # fmt: skip
    _charters(initiative, small)
    _around(programme, small)
    return initiative


def _around(programme: Programme, small: SmallCity) -> None:
    """Who and what stands around the programme, one of each."""
    said = {"programme": programme, "by": small.officer, "at": BEFORE}
    partner = small.groups["tuesday"].provider
    told = StakeholderTold(partner=partner, text="Māca", text_en="Teaches", place="Section 1")
    record_stakeholder(said=told, **said)
    body = found_body(said=BodyTold(title="Padome", title_en="Council", kind="council"), **said)
    meeting = record_meeting(said=MeetingTold(title="Sanāksme", title_en="Meeting", body=body), **said)
    initiative = programme.initiatives.get()
    register_risk(said=RiskTold(text="Slimība", text_en="Illness", initiative=initiative), **said)
    del said["programme"]
    add_seat(body=body, said=SeatTold(role="Priekšsēdis", role_en="Chair"), **said)
    suggest(meeting=meeting, said=SuggestionTold(text="Vairāk", text_en="More"), **said)
    decided = DecisionTold(number="1", taken_on=AS_OF, text="Jā", text_en="Yes")
    take_decision(body=body, said=decided, **said)


def _reviewed(city: WalkedCity) -> None:
    """A stage with its dates, and a success that cites the released figure."""
    said = {"by": city.small.officer, "at": AFTER}
    stage = open_stage(programme=city.programme, stage_key="first", narrative=WORDS, **said)
    days = {"starts_on": date(2020, 9, 1), "ends_on": date(2021, 1, 31)}
    state_period(stage=stage, place="Section 1", quote="Stage 1", **days, **said)
    success = note_review(
        programme=city.programme, kind=ReviewNote.Kind.SUCCESS, order=1, words=WORDS, **said
    )
    version = city.figure.version
    cite(statement=success, indicator=version.indicator, period=city.figure.period_key, **said)


def _charters(initiative: Initiative, small: SmallCity) -> None:
    """A charter that was reported, the next version on its way, and a plan."""
    source, what = initiative.programme.document, CharterText(what=Box("Dara", "Does"))
    said = {"initiative": initiative, "by": small.officer, "at": BEFORE}
    report_charter(content=CharterContent(text=what), source=source, place="Section 2", **said)
    begin_next_version(**said)
    plan_activity(order=1, title="Dara", title_en="Does", place="Section 2", **said)
    plan_milestone(order=1, title="Gatavs", title_en="Done", place="Section 2", **said)
    _money(initiative, small)


def _money(initiative: Initiative, small: SmallCity) -> None:
    """A source, a line, a contract and a payment; an arrow of the logic model, a proposal."""
    said, day = {"by": small.officer, "at": BEFORE}, date(2021, 9, 1)
    source = add_source(
        programme=initiative.programme, key="own", kind="own", title="Pilsēta", title_en="City", **said
    )
    line = plan_line(initiative=initiative, source=source, amount_cents=100, currency="EUR", **said)
    contract = sign_contract(line=line, document="L", supplier="S", on=day, amount_cents=100, **said)
    pay(contract=contract, document="P", on=day, amount_cents=1, **said)
    first = place(programme=initiative.programme, record=initiative.activities.get(), **said)
    last = place(programme=initiative.programme, record=initiative.measures.get(), **said)
    lead(before=first, after=last, **said)
    terms = CallTerms(title="Uzsaukums", title_en="Call", funder="Interreg")
    call = add_call(programme=initiative.programme, terms=terms, **said)
    proposal = add_proposal(programme=initiative.programme, call=call, title="a", title_en="b", **said)
    take_part(proposal=proposal, name="c", name_en="d", kind="company", **said)


def _data_request() -> Request:
    officer = _with("keeps-privacy", Role.DATA_PROTECTION_OFFICER)
    return receive(
        kind="access", way="email", received_on=date(2020, 1, 1), name="Ilze", contact="ilze@city.example",
        words="", by=officer, at=AFTER,
    )  # fmt: skip


def _count(small: SmallCity) -> PopulationCount:
    return record_count(
        place="city", counted_on=date(2022, 1, 1), residents=32_927, series="population_register",
        source="Made up", by=small.officer, at=BEFORE,
    )  # fmt: skip


def _actors(city: WalkedCity):
    yield Actor("somebody who has not signed in", None)
    yield _teacher(city)
    for role in Role:
        if Reach.OWN in {row.get(role) for row in TABLE.values()}:
            near = _guardian(f"{role.value}-near", role, city, city.child)
            yield Actor(f"a {role.value} of the child", near, role)
            other = register_person(
                given_name="Cits", family_name="Synthetic", birth_date=date(2012, 1, 1), synthetic=True,
                by=city.small.clerk, at=BEFORE,
            )  # fmt: skip
            far = _guardian(f"{role.value}-far", role, city, other)
            yield Actor(f"a {role.value} of another child", far, role, near=False)
            continue
        until = {"holds_until": date(2030, 1, 1)} if role is Role.AUDITOR else {}
        yield Actor(f"a {role.value} of everything", _with(role.value, role, **until), role)
        for scope in sorted(SCOPES[role] - {Scope.EVERYTHING}):
            key = {Scope.PLACE: "centre", Scope.INITIATIVE: city.initiative.pk}[scope]
            here = _with(f"{role.value}-here", role, scope=scope, scope_key=key)
            yield Actor(f"a {role.value} of this {scope.value}", here, role, scope)
            there = _with(f"{role.value}-there", role, scope=scope, scope_key=ELSEWHERE)
            yield Actor(f"a {role.value} of another {scope.value}", there, role, scope, near=False)


def _teacher(city: WalkedCity) -> Actor:
    """Whoever teaches the child's group."""
    person = register_person(
        given_name="Skolotāja", family_name="Synthetic", synthetic=True, by=city.small.clerk, at=BEFORE
    )
    GroupTeacher.objects.create(group=city.small.groups["tuesday"], person=person)
    account = _with("teaches", Role.TEACHER, person=person)
    return Actor("the teacher of the group", account, Role.TEACHER, teaches=True)


def _with(name: str, role: Role, *, person: Person | None = None, **limits) -> Account:
    account = open_account(
        email=f"walk-{name}@city.example", name=name, person=person, by=unattended(), at=BEFORE
    )
    # The address is confirmed, so that everybody can show by a letter that it is them.
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    grant_role(account=account, role=role, holds_from=date(2020, 1, 1), by=unattended(), at=BEFORE, **limits)
    return account


def _guardian(name: str, role: Role, city: WalkedCity, child: Person) -> Account:
    person = register_person(
        given_name="Vecāks", family_name="Synthetic", birth_date=date(1985, 1, 1), synthetic=True,
        by=city.small.clerk, at=BEFORE,
    )  # fmt: skip
    add_guardian(guardian=person, child=child, holds_from=date(2020, 1, 1), by=city.small.clerk, at=BEFORE)
    return _with(name, role, person=person)
