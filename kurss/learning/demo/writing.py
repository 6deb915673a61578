"""The curricula of the re-lived year, each written, piloted and approved by two."""

from datetime import datetime, timedelta

from kurss.curriculum import review
from kurss.learning.demo.offer import FOR_ADULTS, FOR_CHILDREN, FOR_TEACHERS
from kurss.learning.demo.year import Year

REQUIRED_SHARE = 70


def write_curricula(year: Year, *, at: datetime) -> None:
    """Every theme gets a curriculum with one approved version."""
    scene = year.scene
    first, second = scene.approvers
    for theme in (*FOR_CHILDREN, *FOR_ADULTS, *FOR_TEACHERS):
        version = review.draft(
            key=theme.key,
            title=theme.title,
            title_en=theme.title_en,
            topic=theme.topic,
            hours=theme.hours,
            required_share=REQUIRED_SHARE,
            by=scene.teacher,
            at=at,
            synthetic=True,
        )
        review.submit(version=version, by=scene.teacher, at=at + timedelta(days=2))
        review.pilot(version=version, by=scene.teacher, at=at + timedelta(days=9))
        review.approve(version=version, by=first, at=at + timedelta(days=30))
        year.versions[theme.key] = review.approve(version=version, by=second, at=at + timedelta(days=33))
