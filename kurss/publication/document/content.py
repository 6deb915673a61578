"""The deliverable as a tree: the sections of the city's report, in its order.

They are filled from the programme and the evidence accounts. Every rendering reads this tree, so that none
can say what another does not.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.utils.translation import override

from kurss.publication.document.material import Material, gather
from kurss.publication.document.refusals import LanguageUnknown
from kurss.publication.document.sections.assessment import assessment
from kurss.publication.document.sections.closing import annex, differences
from kurss.publication.document.sections.impact import impact
from kurss.publication.document.sections.opening import cover, journey, reading, ruler, summary
from kurss.publication.document.sections.plan import plan
from kurss.publication.document.tree import Document
from kurss.publication.document.walking import numbers, worth_saying


def build(*, language: str, site: str) -> Document:
    """The deliverable in a language; `site` is the address at which its figures open, or "" for none.

    Raises LanguageUnknown, NoProgramme or NothingSealed.
    """
    spoken = [code for code, _name in settings.LANGUAGES]
    if language not in spoken:
        raise LanguageUnknown(
            f"The deliverable is not written in {language!r}: ask for {' or '.join(spoken)}."
        )
    with override(language):
        return compose(gather(language=language, site=site))


def compose(material: Material) -> Document:
    told = (
        reading(material),
        summary(material),
        journey(material),
        assessment(material),
        plan(material),
        impact(material),
        differences(material),
    )
    title = material.said(material.overview.document, "title")
    return Document(
        language=material.language,
        title=title,
        author=material.overview.document.author,
        footer=" · ".join(
            (material.city, material.said(material.programme, "title"), material.release.digest[:12])
        ),
        sealed_at=material.release.released_at or material.release.snapshot.sealed_at,
        ruler=ruler(material),
        cover=cover(material),
        sections=tuple(
            replace(section, blocks=worth_saying(section.blocks))
            for section in (*told, annex(material, numbers(told)))
        ),
    )
