"""A real Spark master with two workers on loopback, started for a test and ended by their own process ids."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT = 240
"""Seconds a master and its workers are given to find each other on a busy machine."""


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """The address of the master, `spark://127.0.0.1:port`; all processes are gone afterwards."""
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    started = [_start(folder / "master", "master.Master", "--port", str(port), "--webui-port", "0")]
    try:
        _until(folder / "master", "Starting Spark master", started)
        for number in range(workers):
            name = folder / f"worker-{number}"
            started.append(
                _start(
                    name, "worker.Worker", "--cores", "1", "--memory", "700m", "--webui-port", "0",
                    "--work-dir", str(name), address,
                )
            )  # fmt: skip
        for number in range(workers):
            _until(folder / f"worker-{number}", "Successfully registered with master", started)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(folder: Path, role: str, *arguments: str) -> subprocess.Popen:
    import pyspark

    from kurss.evidence.engine.spark import find_java

    find_java()
    folder.mkdir(parents=True)
    home = Path(pyspark.__file__).parent
    environment = os.environ | {
        "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m",
    }  # fmt: skip
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [home / "bin" / "spark-class", f"org.apache.spark.deploy.{role}", "--host", "127.0.0.1", *arguments],
            env=environment, stdout=log, stderr=log,
        )  # fmt: skip


def _until(folder: Path, sentence: str, started: list[subprocess.Popen]) -> None:
    ends = time.monotonic() + WAIT
    while time.monotonic() < ends:
        if sentence in (folder / "log").read_text(errors="replace"):
            return
        if any(process.poll() is not None for process in started):
            break
        time.sleep(0.5)
    raise RuntimeError(f"Spark did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
