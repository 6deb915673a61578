"""A seal cut off at any step leaves the snapshot before it good, and nothing that is ever read."""

import os
import signal
from datetime import timedelta

import pytest
from django.db import connection

from kurss.evidence import bag, figures, partitions, snapshots
from kurss.evidence.models import Figure, Release, Snapshot
from kurss.evidence.records import open_figure
from kurss.journal.models import Entry
from kurss.portal.work import tasks
from kurss.programme.sealing import prune, seal_and_compute
from tests.figures.small_city import AFTER, AS_OF, build

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = {
    "before a file is put into the folder": (partitions, "_put"),
    "before the folder is closed": (bag, "close"),
    "before the folder is put in its place": (snapshots, "_put_in_place"),
    "before its row is written": (snapshots, "_keep"),
}


def killed_at(step) -> int:
    """Seal in a process of its own that ends itself, as by `kill -9`, on reaching the step."""
    module, name = STEPS[step]
    child = os.fork()
    if child == 0:
        # The parent's connection must not be closed from here: it is left alone, and another one opened.
        held, connection.connection = connection.connection, None
        setattr(module, name, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))
        try:
            snapshots.seal(as_of=AS_OF, by_key="", at=AFTER)
        finally:
            os._exit(held is None)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status)


@pytest.mark.parametrize("step", STEPS)
def test_a_seal_that_is_killed_leaves_the_one_before_it_good(settings, tmp_path, step):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    city = build()
    city.come("tuesday", "anna", "juris")
    first, _ = seal_and_compute(by=city.officer, as_of=AS_OF, at=AFTER)
    city.come("tuesday", "anna", week=1)
    assert killed_at(step) == signal.SIGKILL
    assert list(Snapshot.objects.all()) == [first]
    assert figures.recheck(snapshot=first)[1] == []
    second, _ = seal_and_compute(by=city.officer, as_of=AS_OF, at=AFTER)
    assert figures.recheck(snapshot=second)[1] == []
    assert {path.name for path in snapshots.home().iterdir()} == {
        first.digest,
        second.digest,
        snapshots.SPILL,
    }


def test_retention_removes_old_files_and_never_those_of_a_release(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    city = build()
    sealed = []
    for week in range(3):
        city.come("tuesday", "anna", week=week)
        at = AFTER + timedelta(days=week)
        sealed.append(seal_and_compute(by=city.officer, as_of=AS_OF, at=at)[0])
    with pytest.raises(snapshots.NothingKept):
        snapshots.prune(keep=0)
    Release.objects.create(
        snapshot=sealed[0], name="", name_en="", author_key="a", author_label="", drafted_at=AFTER
    )
    assert prune(by=city.officer, keep=1, at=AFTER) == [sealed[1]]
    assert Entry.objects.filter(act="evidence.seal", key=sealed[1].digest).count() == 2
    assert [snapshots.folder(own).is_dir() for own in sealed] == [True, False, True]
    assert figures.recheck(snapshot=sealed[2])[1] == []
    with pytest.raises(bag.FilesRemoved, match="no release needs it"):
        open_figure(Figure.objects.filter(snapshot=sealed[1]).first())
    settings.KURSS_SNAPSHOTS_KEPT = 1
    assert "files were removed: 0" in tasks.prune_snapshots(AFTER).say()
