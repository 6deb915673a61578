"""`python -m kurss.portal.embedded start|stop|status`: the embedded server by hand."""

import os
import sys
from pathlib import Path

from kurss.portal.embedded import address, server
from kurss.portal.embedded.refusals import EmbeddedServerError

NOT_RUNNING = 3
USAGE = "Usage: python -m kurss.portal.embedded start|stop|status (the home is KURSS_HOME, or .kurss)\n"


def main(words: list[str]) -> int:
    """The exit code: 0 done or running, 3 not running, another where the sentence on stderr says why."""
    home = Path(os.environ.get("KURSS_HOME", ".kurss"))
    if not address.needed(os.environ):
        sys.stdout.write("DATABASE_URL is set: the embedded server is not used.\n")
    try:
        match words:
            case ["start"]:
                server.ensure(home, stays=True).release()
                sys.stdout.write(f"The server runs and stays until it is stopped: {address.url(home)}\n")
            case ["stop"]:
                stopped = server.stop(home)
                sys.stdout.write("The server is stopped.\n" if stopped else "The server was not running.\n")
            case ["status"]:
                state = server.status(home)
                sys.stdout.write(f"{state.version or 'Not running'}, {state.place}\n")
                return 0 if state.running else NOT_RUNNING
            case _:
                sys.stderr.write(USAGE)
                return os.EX_USAGE
    except EmbeddedServerError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
