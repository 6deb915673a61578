"""A preview that takes too long is given up, and the machine with it."""

import threading
import time

import pytest

from kurss.evidence.engine.stopping import Stop, connected
from kurss.evidence.preview import TooSlow, _bounded

WITHOUT_END = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range * b.range % 7 = 3"


def forever():
    with connected() as duck:
        return duck.execute(WITHOUT_END).fetchall()


def at_work():
    return [thread for thread in threading.enumerate() if thread.name == "preview"]


def test_what_takes_too_long_is_given_up_and_its_query_is_stopped():
    began = time.monotonic()
    with pytest.raises(TooSlow):
        _bounded(forever, 0.3)
    for thread in at_work():
        thread.join(10)
    assert not at_work()
    assert time.monotonic() - began < 15
    assert _bounded(lambda: "the next is answered", 5) == "the next is answered"


def test_whoever_was_told_to_give_up_begins_no_further_query():
    told, ended = Stop(), []

    def two_queries():
        try:
            with connected():
                time.sleep(0.2)
            forever()
        except Exception as error:
            ended.append(type(error).__name__)

    thread = threading.Thread(target=told.watching, args=(two_queries,))
    thread.start()
    told.now(thread, within=0.05)
    thread.join(10)
    assert ended == ["GivenUp"]
