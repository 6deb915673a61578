"""A household to test in: a mother with an account, her child, and letters that can be read."""

import re
from datetime import date

from kurss.notices.models import Notice
from kurss.people.family.children import add_child
from kurss.people.family.invitations import accept, invite
from kurss.people.models import Account, Person
from kurss.people.permissions import Role
from kurss.people.tests.city import MOMENT, account, parent

BORN = date(2012, 3, 1)
CODE = "01031221012"  # of somebody born on 1 March 2012; made up, with a right last digit
NEWER = "32867300679"  # the kind without a birth date, from the documentation of python-stdnum


def link(token: str) -> str:
    return f"https://city.example/invitation/{token}/"


def resident(name: str = "ilze", **said) -> Account:
    """Somebody who signed up, with a person of their own."""
    usual = {"given_name": name.title(), "family_name": "Bērziņa", "email": f"{name}@home.example"}
    return account(name, Role.RESIDENT, person=parent(**(usual | said)))


def add(by: Account, **said) -> Person:
    usual = {"given_name": "Anna", "family_name": "Bērziņa", "birth_date": BORN}
    return add_child(**(usual | said), by=by, at=MOMENT)


def token_of(email: str) -> str:
    """The token in the newest letter to an address."""
    letter = Notice.objects.filter(to=email).order_by("-posted_at", "-key").first()
    return re.search(r"/invitation/([\w-]+)/", letter.body).group(1)


def invited(child: Person, by: Account, email: str = "juris@home.example", at=MOMENT) -> str:
    """Invite by letter; the token that it carries."""
    invite(child=child, email=email, language="lv", link=link, by=by, at=at)
    return token_of(email)


def second(child: Person, by: Account, name: str = "juris") -> Account:
    """Another guardian of the child, who came by invitation."""
    other = resident(name, phone="+371 20000002")
    accept(token=invited(child, by, other.email), by=other, at=MOMENT)
    return other
