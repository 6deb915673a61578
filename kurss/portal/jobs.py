"""The schedule of the site: when the worker does what. The jobs themselves stand in `work.tasks`.

A job has a queueing lock, so that it waits in the queue at most once. None has an execution lock: a killed worker
leaves its job as *doing*, and a lock would then hold back all that follow. `bring_back` notices within a minute.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from kurss.portal.work import tasks
from kurss.portal.work.doing import Outcome, do, due_tonight

EVERY_TEN_SECONDS, EVERY_MINUTE, EVERY_FIVE_MINUTES = "* * * * * */10", "* * * * *", "*/5 * * * *"

NIGHTLY: tuple[tuple[str, int, Callable[[datetime], Outcome]], ...] = (
    ("retention", 2, tasks.retain),
    ("audit", 3, tasks.audit),
    ("visitors", 4, tasks.forget_visitors),
    ("lists", 4, tasks.forget_lists),
    ("snapshots", 4, tasks.prune_snapshots),
    ("duplicates", 5, tasks.find_duplicates),
)
"""Work done once a day: its name, the hour of the city's day from which it is due, and what it is."""


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="notices.deliver", queueing_lock="notices.deliver")
def deliver_notices(timestamp: int) -> None:
    do("notices", tasks.deliver_notices, at=timezone.now())


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="journal.seal", queueing_lock="journal.seal")
def seal_journal(timestamp: int) -> None:
    do("journal", tasks.seal_journal, at=timezone.now())


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(name="learning.expire_offers", queueing_lock="learning.expire_offers")
def expire_offers(timestamp: int) -> None:
    do("offers", tasks.expire_offers, at=timezone.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="nightly", queueing_lock="nightly")
def nightly(timestamp: int) -> None:
    """Whatever of the nightly work is due. A piece that fails does not keep the others from being done."""
    failed: list[Exception] = []
    for name, hour, work in NIGHTLY:
        at = timezone.now()
        if due_tonight(name, at=at, hour=hour):
            try:
                do(name, work, at=at)
            except Exception as error:
                failed.append(error)
    if failed:
        raise ExceptionGroup("Nightly work failed.", failed)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="jobs.bring_back", queueing_lock="jobs.bring_back")
async def bring_back(timestamp: int) -> None:
    """Put back into the queue what a worker was doing when it was killed.

    Where the same job waits already, the one that was left is ended: it would do the same.
    """
    manager = app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except exceptions.ConnectorException:
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
