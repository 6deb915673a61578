"""Verbs by which an officer composes an indicator: begin, keep what was typed, save a version, throw away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.evidence.file_fields import CODE, KEY
from kurss.evidence.models import Indicator, IndicatorVersion
from kurss.people.acting import note
from kurss.people.models import Account
from kurss.programme.composition import Answers, answers_of, definition, names
from kurss.programme.indicators import declare_indicator, define_indicator, permit_indicator
from kurss.programme.models import IndicatorDraft
from kurss.programme.refusals import Refused


class NotYourDraft(Refused):
    """A draft is its author's; somebody else's does not exist for an officer."""


class NamesMissing(Refused):
    """A new indicator needs a key, a code, and names and units in both languages."""


@transaction.atomic
def begin(
    *, indicator: Indicator | None = None, answers: Answers | None = None, by: Account, at: datetime
) -> IndicatorDraft:
    """A sheet to compose on: empty, with a first answer, or with the version in force of an indicator.

    An officer has one draft of an indicator, and is given it again. Raises NotAllowed; TwoConditions where the
    version in force cannot be shown in the form.
    """
    permit_indicator(indicator, by=by, at=at)
    if indicator is not None:
        existing = IndicatorDraft.objects.filter(author=by, indicator=indicator).first()
        if existing is not None:
            return existing
    version = indicator.version if indicator is not None else None
    given = answers_of(version.as_definition()) if version is not None else {}
    draft = IndicatorDraft.objects.create(
        author=by, indicator=indicator, answers=given | dict(answers or {}), started_at=at, kept_at=at
    )
    note(
        by=by, at=at, act="programme.begin_draft", about=draft, indicator=indicator.pk if indicator else None
    )
    return draft


@transaction.atomic
def keep(*, draft: IndicatorDraft, answers: Mapping[str, Sequence[str]], by: Account, at: datetime) -> None:
    """Keep these fields as they were typed, beside those of the other steps. Raises NotYourDraft.

    Two windows on one draft: the later one to be kept stands, field by field.
    """
    held = _own(draft, by)
    held.answers |= {name: list(values) for name, values in answers.items()}
    held.kept_at = at
    held.save(update_fields=("answers", "kept_at"))
    draft.answers, draft.kept_at = held.answers, at


@transaction.atomic
def throw_away(*, draft: IndicatorDraft, by: Account, at: datetime) -> None:
    """Drop a draft. Nothing that was saved from it before is touched. Raises NotYourDraft."""
    held = _own(draft, by)
    note(by=by, at=at, act="programme.throw_away_draft", about=held, label=held.name[:200])
    held.delete()


@transaction.atomic
def save_version(*, draft: IndicatorDraft, by: Account, at: datetime) -> tuple[IndicatorVersion, bool]:
    """Put what was composed in force, name the indicator if it is new, and drop the draft: all or nothing.

    Returns the version and whether it is new: the same definition again is the version that stands. Raises
    NotAllowed, NotYourDraft, Unanswered, NamesMissing, IndicatorExists, and what a definition is refused for.
    """
    held = _own(draft, by)
    permit_indicator(held.indicator, by=by, at=at)
    made = definition(held.answers)
    indicator = held.indicator or _declared(held.answers, by=by, at=at)
    before = indicator.versions.count()
    version = define_indicator(indicator=indicator, definition=made, by=by, at=at)
    held.delete()
    return version, version.number > before


def problems_of_names(answers: Answers) -> list[tuple[str, str]]:
    """What keeps a new indicator from being named: the field, and a sentence."""
    given, found = names(answers), []
    if not KEY.fullmatch(given.key):
        found.append(("key", _("Write a key of small letters, digits, _ and dots, such as learning.girls.")))
    if not CODE.fullmatch(given.code):
        found.append(("code", _("Write a code of one to three capital letters and a number, such as L-09.")))
    for field, sentence in (
        ("name", _("Write its name in Latvian.")),
        ("name_en", _("Write its name in English.")),
        ("unit", _("Write what is counted in Latvian, such as “bērni”.")),
        ("unit_en", _("Write what is counted in English, such as “children”.")),
        ("level", _("Choose its kind.")),
        ("direction", _("Choose whether more or less is better.")),
    ):
        if not getattr(given, field):
            found.append((field, sentence))
    if Indicator.objects.filter(key=given.key).exists():
        found.append(("key", _("The key %(key)s is taken: choose another.") % {"key": given.key}))
    if Indicator.objects.filter(code=given.code).exists():
        found.append(("code", _("The code %(code)s is taken: choose another.") % {"code": given.code}))
    return found


def _declared(answers: Answers, *, by: Account, at: datetime) -> Indicator:
    if wrong := problems_of_names(answers):
        raise NamesMissing(" ".join(sentence for _field, sentence in wrong))
    given = names(answers)
    return declare_indicator(
        key=given.key,
        code=given.code,
        name=given.name,
        name_en=given.name_en,
        level=given.level,
        unit=given.unit,
        unit_en=given.unit_en,
        direction=given.direction,
        by=by,
        at=at,
    )


def _own(draft: IndicatorDraft, by: Account) -> IndicatorDraft:
    held = IndicatorDraft.objects.select_for_update().filter(pk=draft.pk, author=by).first()
    if held is None:
        raise NotYourDraft(_("This draft is not yours, or it was saved or thrown away meanwhile."))
    return held
