"""Accounts: who may sign in, and with which roles."""

import re
from collections.abc import Iterable

from sqlalchemy import select, update

from archive.domain.people import Permission, Role
from archive.errors import Conflict, InvalidInput
from archive.services import passwords
from archive.services.unit import Unit
from archive.store.models import Account, AccountRole, Login

_NAME = re.compile(r"[\w.@-]{2,80}")


def all_accounts(unit: Unit) -> list[Account]:
    """Every account, by name."""
    unit.require(Permission.MANAGE_ACCOUNTS)
    return list(unit.session.scalars(select(Account).order_by(Account.name)))


def account(unit: Unit, account_id: int) -> Account:
    """One account, or NotFound."""
    unit.require(Permission.MANAGE_ACCOUNTS)
    return unit.one(select(Account).where(Account.id == account_id), "There is no such account.")


def add(unit: Unit, name: str, roles: Iterable[Role], password: str) -> Account:
    """A new account; its name is free of spaces and not yet taken."""
    unit.require(Permission.MANAGE_ACCOUNTS)
    if not _NAME.fullmatch(name):
        raise InvalidInput("An account's name has 2 to 80 letters, digits, or any of . - _ @.")
    if unit.session.scalar(select(Account.id).where(Account.name == name)) is not None:
        raise Conflict("There is an account of this name already; choose another name.")
    added = Account(
        name=name,
        password_hash=passwords.hashed(password),
        created_at=unit.now,
        roles=_roles(roles),
    )
    unit.session.add(added)
    unit.session.flush()
    unit.audit("account.add", f"account:{added.id}", roles=_named(added))
    return added


def set_roles(unit: Unit, account_id: int, roles: Iterable[Role]) -> Account:
    """Give an account exactly these roles; every sign-in of it ends."""
    changed = account(unit, account_id)
    _keep_an_admin(unit, changed, stays=Role.ADMIN in (chosen := set(roles)))
    changed.roles.clear()
    unit.session.flush()
    changed.roles.extend(_roles(chosen))
    end_logins(unit, account_id)
    unit.audit("account.roles", f"account:{account_id}", roles=_named(changed))
    return changed


def set_password(unit: Unit, account_id: int, password: str) -> Account:
    """A new password, given by an admin; every sign-in of the account ends."""
    changed = account(unit, account_id)
    changed.password_hash = passwords.hashed(password)
    end_logins(unit, account_id)
    unit.audit("account.password", f"account:{account_id}")
    return changed


def set_active(unit: Unit, account_id: int, *, is_active: bool) -> Account:
    """Close an account, or open it again; what its owner did stays."""
    changed = account(unit, account_id)
    _keep_an_admin(unit, changed, stays=is_active and Role.ADMIN in _named(changed))
    changed.is_active = is_active
    end_logins(unit, account_id)
    unit.audit("account.active", f"account:{account_id}", is_active=is_active)
    return changed


def end_logins(unit: Unit, account_id: int) -> None:
    """End every sign-in of an account at once."""
    unit.require(Permission.MANAGE_ACCOUNTS)
    unit.session.execute(
        update(Login)
        .where(Login.account_id == account_id, Login.ended_at.is_(None))
        .values(ended_at=unit.now)
    )


def _keep_an_admin(unit: Unit, changed: Account, *, stays: bool) -> None:
    if stays or Role.ADMIN not in _named(changed):
        return
    others = [
        other
        for other in all_accounts(unit)
        if other.id != changed.id and other.is_active and Role.ADMIN in _named(other)
    ]
    if not others:
        raise Conflict("This is the last admin; make somebody else an admin first.")


def _roles(roles: Iterable[Role]) -> list[AccountRole]:
    chosen = sorted(set(roles))
    if not chosen:
        raise InvalidInput("An account needs at least one role.")
    return [AccountRole(role=role) for role in chosen]


def _named(named: Account) -> list[str]:
    return [role.role for role in named.roles]
