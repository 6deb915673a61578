"""Kinds of programme as data: the files that ship in the folder `shipped`, and any other file in their format.

A file is TOML: a table `template` with key and titles, and for each stage a table `template.stage` with the
artefacts that it `owes`. `rules_left_out` names rules of the lint that do not hold for programmes of the kind.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from kurss.programme.opening import OwedArtefact, StageOfTemplate
from kurss.programme.refusals import TemplateUnsound

FOLDER: Final = Path(__file__).parent / "shipped"
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of programme, read and found sound."""

    key: str
    title: str
    title_en: str
    stages: tuple[StageOfTemplate, ...]
    rules_left_out: tuple[str, ...]


@cache
def shipped() -> Mapping[str, Kind]:
    """The kinds that come with Kurss, by key."""
    kinds = [read_kind(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return {kind.key: kind for kind in kinds}


def read_kind(text: str, *, rules: Collection[str] | None = None) -> Kind:
    """The kind of programme that a file describes. Raises TemplateUnsound with everything that is wrong in it.

    `rules` are the keys of the lint's rules, where the file comes from somebody who may have mistaken one.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateUnsound(_("This is not a TOML file: {why}.").format(why=error)) from error
    faults = list(_faults(data, rules))
    if faults:
        raise TemplateUnsound(" ".join(faults))
    told = data["template"]
    return Kind(
        told["key"],
        told["title"],
        told["title_en"],
        tuple(
            StageOfTemplate(
                stage["key"],
                stage["title"],
                stage["title_en"],
                tuple(
                    OwedArtefact(owed["key"], owed["title"], owed["title_en"])
                    for owed in stage.get("owes", ())
                ),
            )
            for stage in told["stage"]
        ),
        tuple(told.get("rules_left_out", ())),
    )


def _faults(data: Mapping[str, Any], rules: Collection[str] | None) -> Iterator[str]:
    told = data.get("template")
    if not isinstance(told, Mapping):
        yield _("The file has no table [template]: begin with one.")
        return
    yield from _named(told, "template", {"stage", "rules_left_out"}, 300)
    for rule in told.get("rules_left_out", ()):
        if rules is not None and rule not in rules:
            yield _("rules_left_out names {rule}, which is no rule: see the page of all findings.").format(
                rule=rule
            )
    stages = told.get("stage", ())
    if not isinstance(stages, list) or not stages:
        yield _("The template has no stage: add at least one [[template.stage]].")
        return
    yield from _repeated(stages, "template.stage")
    for stage in stages:
        where = f"template.stage {stage.get('key', '?')}"
        yield from _named(stage, where, {"owes"}, 200)
        yield from _repeated(stage.get("owes", ()), where)
        for owed in stage.get("owes", ()):
            yield from _named(owed, f"{where}, owes {owed.get('key', '?')}", set(), 200)


def _named(told: Mapping[str, Any], where: str, more: set[str], length: int) -> Iterator[str]:
    """A key of small letters and digits, a title in both languages, and nothing that is not known."""
    for name in sorted(set(told) - {"key", "title", "title_en"} - more):
        yield _("{where} has a field {name} that is not known: take it out.").format(where=where, name=name)
    if not (isinstance(told.get("key"), str) and _KEY.fullmatch(told["key"]) and len(told["key"]) <= 80):
        yield _("{where} needs a key of small letters, digits and hyphens.").format(where=where)
    for name in ("title", "title_en"):
        title = told.get(name)
        if not (isinstance(title, str) and title.strip() and len(title) <= length):
            yield _("{where} needs a {name} of at most {length} signs.").format(
                where=where, name=name, length=length
            )


def _repeated(rows: Any, where: str) -> Iterator[str]:
    keys = [row.get("key") for row in rows]
    for key in sorted({str(key) for key in keys if keys.count(key) > 1}):
        yield _("{where} has the key {key} twice: each names one thing.").format(where=where, key=key)
