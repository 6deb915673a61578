"""A crowd over HTTP: so many connections that send one request after the other and note every answer.

Written over bare sockets, since it shares the two cores with the servers it measures: a client library would take
more of them than the answers do.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.families import Wanted

PATIENCE = 60.0


@dataclass(slots=True)
class Answer:
    """What came back for one request: status 0 where nothing did. Seconds since the start of the rush."""

    wanted: Wanted
    status: int
    sent: float
    came: float

    @property
    def took(self) -> float:
        return self.came - self.sent

    @property
    def is_place(self) -> bool:
        """The server said that the family has the place."""
        return self.status == 302


def rush(
    requests: Iterable[Wanted],
    *,
    port: int,
    connections: int,
    host: str = "city.example",
    answers: list[Answer] | None = None,
    stubborn: float = 0.0,
) -> list[Answer]:
    """Send every request once, over so many connections kept open; the answers in the order they came.

    `answers` can be watched meanwhile. A stubborn family sends the same form again, for so many seconds, as long
    as nothing comes back or the server says that it is at fault.
    """
    noted: list[Answer] = [] if answers is None else answers
    asyncio.run(_rush(iter(requests), port, connections, host, noted, stubborn))
    return noted


async def _rush(
    requests: Iterator[Wanted], port: int, connections: int, host: str, answers: list[Answer], stubborn: float
) -> None:
    began = time.perf_counter()

    async def family() -> None:
        """One connection: the next request of the crowd, as soon as the one before is answered."""
        line = Line(port)
        for wanted in requests:
            sent = time.perf_counter() - began
            status = await line.ask(_request(wanted, host))
            while (status == 0 or status >= 500) and time.perf_counter() - began - sent < stubborn:
                await asyncio.sleep(0.3)
                status = await line.ask(_request(wanted, host))
            answers.append(Answer(wanted, status, sent, time.perf_counter() - began))
        line.close()

    await asyncio.gather(*(family() for _ in range(connections)))


class Line:
    """A connection that is opened anew when it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> int:
        """The status of the answer, or 0 where there was none."""
        try:
            if self._ends is None:
                self._ends = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._ends
            writer.write(request)
            status, stays = await asyncio.wait_for(_answer(reader), PATIENCE)
        except (TimeoutError, OSError, EOFError, ValueError):
            self.close()
            await asyncio.sleep(0.05)
            return 0
        if not stays:
            self.close()
        return status

    def close(self) -> None:
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


def _request(wanted: Wanted, host: str) -> bytes:
    family = wanted.family
    body = urlencode(
        {
            "csrfmiddlewaretoken": family.token,
            "person": family.child,
            "resident": "yes",
            "once": wanted.once,
            "act": "take",
        }
    ).encode()
    return (
        f"POST /lv/courses/{wanted.group}/enrol/ HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\n"
        f"Origin: https://{host}\r\nCookie: sessionid={family.session}; csrftoken={family.token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status of the next answer, and whether the connection stays; its body is read and thrown away."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    if b"transfer-encoding: chunked" in head:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    elif (at := head.find(b"content-length:")) >= 0:
        await reader.readexactly(int(head[at + 15 : head.index(b"\r\n", at)]))
    return status, b"connection: close" not in head
