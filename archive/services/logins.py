"""Signing in and out; sign-ins are kept here, so that each can be ended from here."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from archive.domain.people import SYSTEM, Actor
from archive.errors import SignInRequired, TooManyAttempts
from archive.services import passwords
from archive.services.unit import Archive, Unit
from archive.store.models import Account, FailedLogin, Login

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has just signed in, and the token that says so."""

    actor: Actor
    token: str


def sign_in(archive: Archive, name: str, password: str) -> SignedIn:
    """Check the password and begin a sign-in; guessing is slowed down by name."""
    with archive.reading(SYSTEM) as unit:
        _refuse_guessing(unit, name)
        account = unit.session.scalars(
            select(Account).where(Account.name == name, Account.is_active)
        ).one_or_none()
    is_right = passwords.is_right(account.password_hash if account else None, password)
    with archive.writing(SYSTEM) as unit:
        signed_in = _begin(unit, account) if is_right and account is not None else None
        _remember(unit, name, failed=signed_in is None)
    if signed_in is None:
        raise SignInRequired("This name and this passphrase do not belong together; try again.")
    return signed_in


def actor(archive: Archive, token: str) -> Actor | None:
    """Who holds this token, unless the sign-in has ended, idled too long or grown too old."""
    with archive.reading(SYSTEM) as unit:
        login = _open_login(unit, token)
        if login is None:
            return None
        found = _actor(login.account)
        is_fresh = unit.now - login.seen_at < _SEEN_EVERY
    if not is_fresh:
        with archive.writing(SYSTEM) as unit:
            login = _open_login(unit, token)
            if login is None:
                return None
            login.seen_at = unit.now
    return found


def sign_out(archive: Archive, token: str) -> None:
    """End this sign-in; the token opens nothing any more."""
    with archive.writing(SYSTEM) as unit:
        login = _open_login(unit, token)
        if login is not None:
            login.ended_at = unit.now
            unit.audit("login.end", f"account:{login.account_id}")


def actor_named(unit: Unit, name: str) -> Actor:
    """The account of this name as an actor, for the command line's ``--as``."""
    account = unit.one(
        select(Account).where(Account.name == name, Account.is_active),
        f"There is no open account named {name}; `archive user add` makes one.",
    )
    return _actor(account)


def _begin(unit: Unit, account: Account) -> SignedIn:
    token = secrets.token_urlsafe(32)
    unit.session.add(
        Login(
            account_id=account.id,
            token_sha256=_digest(token),
            created_at=unit.now,
            seen_at=unit.now,
        )
    )
    unit.audit("login.begin", f"account:{account.id}")
    return SignedIn(_actor(account), token)


def _open_login(unit: Unit, token: str) -> Login | None:
    settings = unit.archive.settings
    login = unit.session.scalars(
        select(Login).where(Login.token_sha256 == _digest(token), Login.ended_at.is_(None))
    ).one_or_none()
    if login is None or not login.account.is_active:
        return None
    is_idle = unit.now - login.seen_at > timedelta(minutes=settings.session_idle_minutes)
    is_old = unit.now - login.created_at > timedelta(hours=settings.session_hours)
    return None if is_idle or is_old else login


def _refuse_guessing(unit: Unit, name: str) -> None:
    settings = unit.archive.settings
    since = unit.now - timedelta(minutes=settings.login_wait_minutes)
    failures = unit.session.scalar(
        select(func.count())
        .select_from(FailedLogin)
        .where(FailedLogin.name_sha256 == _name_digest(unit, name), FailedLogin.at > since)
    )
    if (failures or 0) >= settings.login_attempts:
        raise TooManyAttempts(
            "Too many wrong passphrases for this name; "
            f"wait {settings.login_wait_minutes} minutes and try again."
        )


def _remember(unit: Unit, name: str, *, failed: bool) -> None:
    digest = _name_digest(unit, name)
    if failed:
        window = timedelta(minutes=unit.archive.settings.login_wait_minutes)
        unit.session.execute(delete(FailedLogin).where(FailedLogin.at < unit.now - window))
        unit.session.add(FailedLogin(name_sha256=digest, at=unit.now))
        unit.audit("login.fail", "account:unknown")
    else:
        unit.session.execute(delete(FailedLogin).where(FailedLogin.name_sha256 == digest))


def _actor(account: Account) -> Actor:
    return Actor(account.id, account.name, frozenset(role.role for role in account.roles))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _name_digest(unit: Unit, name: str) -> str:
    # Keyed, because some people type their password where the name belongs.
    key = unit.archive.settings.secret_key.encode()
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()
