"""An auditor notes the head of the journal, comes back, and has the whole chain computed again."""

import json


def test_an_auditor_notes_the_head_of_the_journal_and_has_it_checked_later(city):
    sealed = json.loads(city.kurss("journal", "seal", "--json").stdout)
    again = json.loads(city.kurss("journal", "seal", "--json").stdout)
    assert again["entries"] == 0
    assert again["head"] == sealed["head"]

    checked = city.kurss("journal", "check", "--json", "--head", sealed["head"])
    said = json.loads(checked.stdout)
    assert (said["sound"], said["unsealed"], said["head"]) == (True, 0, sealed["head"])
    with city.connect() as connection:
        [written] = connection.execute("SELECT count(*) FROM journal_entry").fetchone()
    assert said["entries"] == written > 0

    read = city.kurss("journal", "check").stdout
    assert f"{written} sealed entries in {said['batches']} batches checked; 0 faults." in read
    assert f"Head: {sealed['head']} (batch {said['batches']})." in read


def test_a_head_the_chain_does_not_hold_is_found_and_one_that_is_none_is_refused(city):
    found = city.kurss("journal", "check", "--head", "a" * 64, check=False)
    assert found.returncode == 5
    assert "the chain was cut off or written anew" in found.stdout
    refused = city.kurss("journal", "check", "--head", "abc", check=False)
    assert refused.returncode == 2
    assert "give the 64 hexadecimal digits" in refused.stderr
