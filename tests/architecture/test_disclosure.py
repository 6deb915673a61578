"""Nothing is held about anybody that they are not told: each table that names a person is read by a chapter."""

import sys

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from kurss.people.disclosure.chapters import gather
from kurss.people.models import Account, Person
from kurss.people.tests.city import MOMENT
from kurss.people.tests.household import add, resident

EXCUSED = {
    "people.Person": "the key itself heads every disclosure",
    "people.Identity": "told as who it is, through the person",
    "people.NationalCode": "told as a line of who it is",
    "people.RoleGrant": "told as the roles of an account",
    "learning.GroupTeacher": "asked for through its group",
    "programme.IndicatorDraft": "an officer's own unfinished work, which stands on that officer's page",
    "programme.Artefact": "who answers for it in the city's service, as the page of the stages says",
}
"""Tables that name a person or an account and are told by another word than their own name."""


def naming_somebody() -> set[type]:
    return {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in (Person, Account)
    }


def read_by_a_chapter() -> set[type]:
    """The models that the modules of the declared chapters have before them."""
    modules = {import_string(path).__module__ for path in settings.KURSS_DISCLOSURES}
    return {
        thing for name in modules for thing in vars(sys.modules[name]).values() if isinstance(thing, type)
    }


def test_every_table_that_names_a_person_is_told_to_that_person():
    told = read_by_a_chapter()
    silent = {model._meta.label for model in naming_somebody() if model not in told}
    assert silent - set(EXCUSED) == set()


def test_every_declared_chapter_can_be_told_and_has_a_name_of_its_own(db):
    mother = resident()
    chapters = gather(add(mother), reader=mother, at=MOMENT)
    assert len({chapter.key for chapter in chapters}) == len(chapters) == len(settings.KURSS_DISCLOSURES)
    assert all(chapter.title and chapter.why and chapter.after_erasure for chapter in chapters)
