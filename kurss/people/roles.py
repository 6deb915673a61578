"""Giving and ending roles."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import forget_roles, note, permit
from kurss.people.models import Account, AccountKind, RoleGrant
from kurss.people.permissions import SCOPES, Act, Role, Scope
from kurss.people.refusals import (
    AccountClosed,
    AlreadyEnded,
    AuditWithoutEnd,
    EndsBeforeItBegins,
    RoleAlreadyHeld,
    RoleForOneself,
    ScopeNotForRole,
)


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: Role,
    scope: Scope = Scope.EVERYTHING,
    scope_key: str = "",
    holds_from: date | None = None,
    holds_until: date | None = None,
    because: str = "",
    by: Account,
    at: datetime,
) -> RoleGrant:
    """Give a role, from today unless said otherwise, for everything or for one place or initiative."""
    permit(by, Act.MANAGE_ROLES, at=at)
    begins = holds_from or timezone.localdate(at)
    _check(account, role, scope, scope_key, begins, holds_until, by)
    # The account's row is held, so that two administrators cannot give the same role at once.
    Account.objects.select_for_update().get(pk=account.pk)
    held = RoleGrant.objects.filter(account=account, role=role, scope=scope, scope_key=scope_key)
    held = held.exclude(holds_until__lte=begins)
    if holds_until is not None:
        held = held.filter(holds_from__lt=holds_until)
    if held.exists():
        raise RoleAlreadyHeld(
            _("{account} holds the role {role} there already. End that grant first.").format(
                account=account, role=role.label
            )
        )
    grant = RoleGrant.objects.create(
        account=account,
        role=role,
        scope=scope,
        scope_key=scope_key,
        holds_from=begins,
        holds_until=holds_until,
        given_by_key=str(by.pk),
    )
    forget_roles(account)
    note(
        by=by,
        at=at,
        act="people.grant_role",
        about=account,
        role=role.value,
        scope=scope.value,
        scope_key=scope_key or None,
        holds_from=begins,
        holds_until=holds_until,
        because=because or None,
    )
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, on: date, because: str = "", by: Account, at: datetime) -> RoleGrant:
    """The role holds until this day, which is not part of it. An earlier end may be set, or a later one."""
    permit(by, Act.MANAGE_ROLES, at=at)
    held = RoleGrant.objects.select_for_update(of=("self",)).select_related("account").get(pk=grant.pk)
    if held.holds_until is not None and held.holds_until <= timezone.localdate(at):
        raise AlreadyEnded(_("The role ended on {day}. Nothing was changed.").format(day=held.holds_until))
    if on < held.holds_from:
        raise EndsBeforeItBegins(
            _("The role would end on {ends}, before it begins on {begins}. Check both days.").format(
                ends=on, begins=held.holds_from
            )
        )
    held.holds_until = on
    held.save(update_fields=["holds_until"])
    forget_roles(grant.account)
    note(
        by=by, at=at, act="people.end_role", about=held.account,
        role=held.role, holds_until=on, because=because or None,
    )  # fmt: skip
    return held


def _check(
    account: Account,
    role: Role,
    scope: Scope,
    scope_key: str,
    begins: date,
    ends: date | None,
    by: Account,
) -> None:
    if account.pk == by.pk:
        raise RoleForOneself(
            _("{account} cannot give a role to their own account. Ask another administrator.").format(
                account=account
            )
        )
    if account.kind == AccountKind.SERVICE or not account.is_active:
        raise AccountClosed(
            _("{account} is not an account that somebody uses. Give the role to one that is.").format(
                account=account
            )
        )
    if scope not in SCOPES[role] or (scope == Scope.EVERYTHING) != (scope_key == ""):
        raise ScopeNotForRole(
            _("The role {role} cannot be limited to {scope} “{key}”. It can be given for: {scopes}.").format(
                role=role.label,
                scope=scope.label,
                key=scope_key,
                scopes=", ".join(str(each.label) for each in Scope if each in SCOPES[role]),
            )
        )
    if role is Role.AUDITOR and ends is None:
        raise AuditWithoutEnd(_("The role Auditor needs a last day. Say when the audit ends."))
    if ends is not None and ends < begins:
        raise EndsBeforeItBegins(
            _("The role would end on {ends}, before it begins on {begins}. Check both days.").format(
                ends=ends, begins=begins
            )
        )
