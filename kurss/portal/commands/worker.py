"""`kurss worker`: the process that does what the site does by itself."""

from __future__ import annotations

import typer
from rich.console import Console

from kurss.portal import site

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

AT_ONCE = 4
"""Jobs at a time, so that a long one does not keep letters and seals waiting."""

GRACE = 30
"""Seconds a job has to come to its end once the worker is asked to stop."""


def worker(
    once: bool = typer.Option(False, "--once", help="Do what is in the queue now, and exit."),
) -> None:
    """Deliver letters, seal the journal and do the nightly work, until SIGTERM or Ctrl+C."""
    with site.ready(lambda sentence: err.print(sentence, style="dim")):
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        # The tasks keep the app of the site, whose connection is Django's: what a job defers, it defers in its
        # own transaction. Only the worker itself listens on connections of its own.
        at_work = app.with_connector(DjangoConnector().get_worker_connector())
        if not once:
            out.print("The worker is at work (Ctrl+C ends it).")
        at_work.run_worker(
            name="kurss",
            wait=not once,
            concurrency=AT_ONCE,
            delete_jobs="successful",
            shutdown_graceful_timeout=GRACE,
        )
