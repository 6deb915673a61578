"""A mail server on loopback that answers as it is told, and keeps what it was given."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """`refuse` holds an answer for an address; `at_data` one for every letter; `hold` keeps the answer back."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.at_data = "250 taken"
        self.hold: threading.Event | None = None
        self.arrived = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line.decode().upper().split()[0]
            if verb == "RCPT":
                address = line.decode().partition("<")[2].partition(">")[0]
                self._say(self.server.refuse.get(address, "250 known"))
            elif verb == "DATA":
                self._say("354 go on")
                self._letter()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _letter(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        if self.server.at_data.startswith("2"):
            self.server.letters.append(letter)
        self.server.arrived.set()
        if self.server.hold is not None:
            self.server.hold.wait(30)
        if self.server.at_data:
            self._say(self.server.at_data)

    def _say(self, line: str) -> None:
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:
            return


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            if server.hold is not None:
                server.hold.set()
            server.shutdown()
