"""Why the embedded server cannot be had: each refusal is one sentence with its remedy, and an exit code.

The exit codes are those of sysexits.h, for the command line that shows the sentence.
"""

import os


class EmbeddedServerError(Exception):
    """The embedded server cannot be used; the message says what is wrong, where, and what to do."""

    exit_code = os.EX_UNAVAILABLE


class HomeNotWritable(EmbeddedServerError):
    """A folder the server needs cannot be made or written."""

    exit_code = os.EX_CANTCREAT


class HomeOfAnother(EmbeddedServerError):
    """The home was set up by another user of this machine."""

    exit_code = os.EX_NOPERM


class SocketFolderTaken(EmbeddedServerError):
    """Somebody else made the folder in which the server's socket would lie."""

    exit_code = os.EX_NOPERM


class NoServerUser(EmbeddedServerError):
    """Started by root, but there is no unprivileged user to run the server as."""

    exit_code = os.EX_OSERR


class BinariesMissing(EmbeddedServerError):
    """No PostgreSQL binaries that this machine, or the server's user, can run."""

    exit_code = os.EX_CONFIG


class OtherVersion(EmbeddedServerError):
    """The data were written by another major version of PostgreSQL than the binaries."""

    exit_code = os.EX_CONFIG


class DataMissing(EmbeddedServerError):
    """The home has a password, but the data it opens are not where they were."""

    exit_code = os.EX_CONFIG


class StillUsed(EmbeddedServerError):
    """Another process uses a server that would have to be stopped."""

    exit_code = os.EX_TEMPFAIL


class ServerBusy(EmbeddedServerError):
    """Another process has been starting or stopping the server for too long."""

    exit_code = os.EX_TEMPFAIL


class ServerDidNotStart(EmbeddedServerError):
    """PostgreSQL was started, or its data were being made, and it ended with an error."""


class ServerDidNotStop(EmbeddedServerError):
    """PostgreSQL was told to stop and is still there."""

    exit_code = os.EX_TEMPFAIL
