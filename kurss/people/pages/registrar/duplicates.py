"""People who may have been entered twice: the work list, two side by side, the decision, and how it is weighed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.people import clock, holdings
from kurss.people.acting import may
from kurss.people.duplicates.deciding import (
    against,
    mark_different,
    merge,
    put_side_by_side,
    reopen,
    undo_merge,
)
from kurss.people.duplicates.finding import find_duplicates, people_searched, threshold
from kurss.people.duplicates.folding import folded
from kurss.people.duplicates.weighing import (
    BLOCKING_TITLES,
    COMPARISONS,
    DUPLICATES_EXPECTED,
    Level,
    digest,
)
from kurss.people.models import (
    Account,
    DuplicateSearch,
    ExternalKey,
    Identity,
    Measurement,
    Merge,
    Pair,
    PairState,
    Person,
)
from kurss.people.pages.lists import asked, csv_file, listing
from kurss.people.permissions import Act
from kurss.people.queries import guardians_of
from kurss.people.reading import looked_at_all
from kurss.people.refusals import PeopleRefusal
from kurss.people.restricting import namable
from kurss.people.searching import plain
from kurss.people.standing import keys_of, standing

LEVELS = {(one.key, level.key): level.title for one in COMPARISONS for level in one.levels}
TITLES = {one.key: one.title for one in COMPARISONS}

PAIR_COLUMNS = {
    "pair": gettext_lazy("Pair"),
    "low": gettext_lazy("One key"),
    "high": gettext_lazy("Other key"),
    "weight": gettext_lazy("Weight"),
    "state": gettext_lazy("State"),
    "found": gettext_lazy("Found"),
}


@require_safe
@never_cache
def pairs(request: HttpRequest) -> HttpResponse:
    """The work list: pairs to decide, or those that were decided."""
    wanted = asked(request, "state", "name")
    rows = _asked_for(wanted).select_related("low__identity", "high__identity").prefetch_related("parts")
    found = listing(rows, request, wanted)
    named = [person for pair in found.page for person in (pair.low, pair.high)]
    looked_at_all(
        by=_actor(request),
        at=clock.now(),
        people=named,
        what="registrar:duplicates",
        why=Act.DECIDE_DUPLICATES,
    )
    return render(
        request,
        "people/registrar/duplicates.html",
        {
            "listing": found,
            "rows": [(pair, _says(pair)) for pair in found.page],
            "asked": wanted,
            "states": PairState.choices,
            "state": wanted.get("state", PairState.PROPOSED),
            "search": DuplicateSearch.objects.first(),
            "people": people_searched(),
        },
    )


@require_safe
@never_cache
def pairs_csv(request: HttpRequest) -> HttpResponse:
    """The same list by keys: names stay on the page."""
    rows = (
        {
            "pair": pair.pk,
            "low": pair.low_id,
            "high": pair.high_id,
            "weight": pair.weight,
            "state": pair.get_state_display(),
            "found": pair.found_at.date(),
        }
        for pair in _asked_for(asked(request, "state", "name"))
    )
    return csv_file(rows, PAIR_COLUMNS, "duplicates")


@require_POST
def searched(request: HttpRequest) -> HttpResponse:
    search = find_duplicates(by=_actor(request), at=clock.now())
    messages.info(
        request,
        _("%(people)s people were compared: %(found)s pairs may be one person, %(new)s of them new.")
        % {"people": search.people, "found": search.found, "new": search.new},
    )
    return redirect("registrar:duplicates")


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """What speaks for and against, from when a pair is proposed, and how well that was measured to work."""
    bits = threshold()
    model = digest(bits)
    measured = Measurement.objects.filter(model=model).first()
    return render(
        request,
        "people/registrar/how.html",
        {
            "comparisons": [(one, [_level(level) for level in one.levels]) for one in COMPARISONS],
            "blocking": BLOCKING_TITLES,
            "threshold": bits,
            "odds": 2**bits,
            "expected": DUPLICATES_EXPECTED * 100,
            "measured": measured,
            "precision": _percent(measured.precision) if measured else None,
            "recall": _percent(measured.recall) if measured else None,
            "older": Measurement.objects.exclude(model=model).exists(),
        },
    )


@require_POST
def beside(request: HttpRequest) -> HttpResponse:
    """Put two people side by side because an officer says so."""
    one, other = (_person(request.POST.get(name, "")) for name in ("one", "other"))
    if one is None or other is None:
        messages.error(
            request, _("There is nobody with this key. Copy it from the page of the other person.")
        )
        return redirect("registrar:person", person=one.pk) if one else redirect("registrar:people")
    try:
        pair = put_side_by_side(one=one, other=other, by=_actor(request), at=clock.now())
    except PeopleRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("registrar:person", person=one.pk)
    return redirect("registrar:pair", pair_id=pair.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compare(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Two people side by side: what differs, what each holds, what stands against merging them."""
    pair = get_object_or_404(Pair.objects.select_related("low", "high"), pk=pair_id)
    if request.method == "POST":
        return _decided(request, pair)
    sides = [_side(person) for person in (pair.low, pair.high)]
    looked_at_all(
        by=_actor(request),
        at=clock.now(),
        people=[pair.low, pair.high],
        what="registrar:pair",
        why=Act.DECIDE_DUPLICATES,
    )
    known = all(side.identity for side in sides)
    return render(
        request,
        "people/registrar/pair.html",
        {
            "pair": pair,
            "sides": sides,
            "known": known,
            "rows": _rows(*sides) if known else (),
            "held": _held(*sides),
            "parts": [_part(part) for part in pair.parts.all()],
            "against": against(pair) if pair.state == PairState.PROPOSED and known else (),
            "open": pair.state == PairState.PROPOSED and pair.low.stands and pair.high.stands and known,
            "merge": pair.merges.live().first(),
            "decided_by": _office(pair.decided_by_key),
            "may_decide": may(request.user, Act.DECIDE_DUPLICATES, at=clock.now()),
        },
    )


@require_POST
def undone(request: HttpRequest, merge_id: int) -> HttpResponse:
    held = get_object_or_404(Merge, pk=merge_id)
    try:
        undo_merge(merge=held, by=_actor(request), at=clock.now())
    except PeopleRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("The merge is undone. Both stand for themselves again."))
    return redirect("registrar:pair", pair_id=held.pair_id)


def _decided(request: HttpRequest, pair: Pair) -> HttpResponse:
    decision, by, at = request.POST.get("decision", ""), _actor(request), clock.now()
    try:
        if decision in ("low", "high"):
            merge(pair=pair, into=pair.low if decision == "low" else pair.high, by=by, at=at)
            messages.info(request, _("Merged. From now on the two are one person; you can undo it here."))
        elif decision == "different":
            mark_different(pair=pair, because=request.POST.get("because", "")[:300], by=by, at=at)
            messages.info(request, _("Marked as different people. They are not proposed again."))
        elif decision == "reopen":
            reopen(pair=pair, by=by, at=at)
            messages.info(request, _("The pair is to decide again."))
        else:
            messages.error(request, _("Choose which record stays, or mark the two as different people."))
    except PeopleRefusal as refusal:
        messages.error(request, str(refusal))
    return redirect("registrar:pair", pair_id=pair.pk)


def _asked_for(wanted: dict[str, str]) -> QuerySet[Pair]:
    state = wanted.get("state", PairState.PROPOSED)
    found = (
        Pair.objects.to_decide() if state == PairState.PROPOSED else Pair.objects.usable().filter(state=state)
    )
    for word in plain(wanted.get("name", "")).split():
        found = found.filter(Q(low__identity__plain__contains=word) | Q(high__identity__plain__contains=word))
    return found


@dataclass(frozen=True, slots=True)
class Side:
    person: Person
    identity: Identity | None
    guardians: list[str]
    holdings: list[tuple[Any, int]]
    accounts: int
    external: list[str]


def _side(person: Person) -> Side:
    keys = keys_of(person) if person.stands else frozenset({person.pk})
    guardians = namable(bond.guardian_id for bond in guardians_of(person, on=clock.today()))
    return Side(
        person=person,
        identity=namable([person.pk]).get(person.pk) if person.stands else person.known,
        guardians=sorted({identity.name for identity in guardians.values()}),
        holdings=[(holding.title, many) for holding, many in holdings.counts(keys)],
        accounts=Account.objects.filter(person__in=keys, is_active=True).count(),
        external=[str(one) for one in ExternalKey.objects.filter(person__in=keys)],
    )


def _rows(left: Side, right: Side) -> list[dict[str, Any]]:
    """Every field of both, with a word that says how they compare."""
    assert left.identity is not None
    assert right.identity is not None
    named = (
        (_("Given name"), "given_name"),
        (_("Family name"), "family_name"),
        (_("Birth date"), "birth_date"),
        (_("Gender"), "gender"),
        (_("Language to write in"), "language"),
        (_("E-mail address"), "email"),
        (_("Telephone"), "phone"),
    )
    rows = [_row(title, *(_shown(side.identity, name) for side in (left, right))) for title, name in named]
    rows.append(_row(_("Guardians"), ", ".join(left.guardians), ", ".join(right.guardians)))
    rows.append(_row(_("Keys of other registers"), ", ".join(left.external), ", ".join(right.external)))
    return rows


def _held(left: Side, right: Side) -> list[tuple[Any, int, int]]:
    counted = [
        (title, many, other)
        for (title, many), (_title, other) in zip(left.holdings, right.holdings, strict=True)
    ]
    return [*counted, (_("Accounts"), left.accounts, right.accounts)]


def _shown(identity: Identity | None, name: str) -> Any:
    if name == "gender":
        return identity.get_gender_display() if identity and identity.gender != "not_recorded" else ""
    return getattr(identity, name) or ""


def _row(title: str, left: Any, right: Any) -> dict[str, Any]:
    if not left and not right:
        state, word = "na", _("neither has it")
    elif left == right:
        state, word = "on", _("same")
    elif not left or not right:
        state, word = "none", _("only one has it")
    elif folded(str(left)) == folded(str(right)):
        state, word = "none", _("same but for diacritics")
    else:
        state, word = "off", _("differs")
    return {
        "title": title,
        "left": left,
        "right": right,
        "state": state,
        "word": word,
        "is_day": isinstance(left or right, date),
    }


def _part(part: Any) -> dict[str, Any]:
    return {
        "title": TITLES.get(part.comparison, part.comparison),
        "level": LEVELS.get((part.comparison, part.level), part.level),
        "weight": part.weight,
    }


def _says(pair: Pair) -> str:
    return "; ".join("{title}: {level}".format(**_part(part)) for part in pair.parts.all())


def _level(level: Level) -> dict[str, Any]:
    """A level in per cent, as a reader compares it; small shares keep their first digits."""
    return {
        "title": level.title,
        "m": f"{level.m * 100:.3g}",
        "u": f"{level.u * 100:.3g}",
        "weight": level.weight,
        "rare": level.rare,
    }


def _office(key: str) -> str:
    """Who decided, by name: they decided in the city's service."""
    return str(Account.objects.filter(pk=key).values_list("name", flat=True).first() or "") if key else ""


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)


def _person(key: str) -> Person | None:
    try:
        found = Person.objects.filter(pk=UUID(key.strip())).first()
    except ValueError:
        return None
    return standing(found) if found else None


def _actor(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
