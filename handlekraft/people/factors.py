"""The second factor: one-time codes, passkeys, recovery codes. The cryptography is allauth's, the words are ours."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.http import int_to_base36
from django.utils.safestring import SafeString, mark_safe

from handlekraft.people.models import User

Type = Authenticator.Type

# What a browser, or somebody who plays one, may send in place of a credential raises these while it is taken apart.
MALFORMED = (ValidationError, ValueError, TypeError, LookupError, AttributeError)


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks the house: secrets are stored encrypted, and a person is shown by her name."""

    def encrypt(self, text: str) -> str:
        """The text, readable only with a key of this installation."""
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; unreadable (another installation's key) is as good as nothing."""
        try:
            return vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def get_totp_label(self, user: User) -> str:
        """What the app calls the account: nothing that tells more than the sign-in itself."""
        return user.username

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom the passkey is for: this host name."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Handlekraft"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Whose the passkey is, as the phone shows it."""
        return {"id": int_to_base36(user.pk).encode(), "display_name": user.name, "name": user.username}


def vault() -> MultiFernet:
    """Encrypts with the newest key of the installation, decrypts with older ones too."""
    keys: list[str | bytes] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str | bytes) -> bytes:
    return salted_hmac("handlekraft.people.factors", "vault", secret=key, algorithm="sha256").digest()


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner sees it."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None


def rows(user: User) -> QuerySet[Authenticator]:
    """Factors and recovery codes of the user, as allauth stores them."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return found


def passkeys(user: User) -> list[Passkey]:
    """The passkeys of the user, oldest first."""
    found = rows(user).filter(type=Type.WEBAUTHN).order_by("pk")
    return [Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at) for row in found]


def has_totp(user: User) -> bool:
    """Whether the user has an app with one-time codes."""
    return of_kind(user, Type.TOTP) is not None


def has_factor(user: User) -> bool:
    """Whether the user has a second factor. Recovery codes alone are none."""
    return rows(user).filter(type__in=[Type.TOTP, Type.WEBAUTHN]).exists()


def of_kind(user: User, kind: str) -> Authenticator | None:
    """The user's one-time codes or recovery codes."""
    return rows(user).filter(type=kind).first()


def new_secret() -> str:
    """A secret for an app with one-time codes."""
    return str(totp.generate_totp_secret())


def fits(secret: str, code: str) -> bool:
    """Whether the app that was given `secret` shows `code` now."""
    return bool(totp.validate_totp_code(secret, code))


def matching_counter(row: Authenticator, code: str) -> int | None:
    """The time step that `code` belongs to, if it is right; a step already used is not (RFC 6238, 5.2)."""
    secret, last = decrypt(row.data["secret"]), row.data.get("last_counter", 0)
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter)) if secret else ""
        if counter > last and compare_user_code(actual=code, expected=expected):
            return int(counter)
    return None


def app_address(user: User, secret: str) -> str:
    """The secret as an address that opens a code app."""
    return str(Adapter().build_totp_url(user, secret))


def qr(user: User, secret: str) -> SafeString:
    """The same address as a QR code: SVG to stand in the page."""
    out = io.BytesIO()
    code = segno.make(app_address(user, secret), error="m")
    code.save(out, kind="svg", border=3, xmldecl=False, svgns=False, omitsize=True, light="#fff", svgclass="qr")
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn here, from squares


def recovery_codes(user: User) -> list[str]:
    """The codes not used yet, each in two halves as one reads them aloud."""
    row = of_kind(user, Type.RECOVERY_CODES)
    codes = row.wrap().get_unused_codes() if row else []
    return [f"{code[:4]} {code[4:]}" for code in codes]


def begin_passkey(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey that may also be the whole sign-in."""
    return dict(webauthn.begin_registration(user, passwordless=True))


def begin_proof(user: User | None) -> dict[str, Any]:
    """What the browser needs to prove with a passkey who is there; nobody means: let the browser say who."""
    return dict(webauthn.begin_authentication(user))


def completed_passkey(credential: dict[str, Any]) -> bool:
    """Whether the browser's answer is a sound new passkey for the question we asked."""
    try:
        webauthn.parse_registration_response(credential)
        return bool(webauthn.complete_registration(credential).is_user_verified())
    except MALFORMED:
        return False


def owner_of(credential: dict[str, Any]) -> User | None:
    """Whom a passkey claims to belong to. Proved only by `proven_by`."""
    try:
        user = webauthn.extract_user_from_response(credential)
    except MALFORMED:
        return None
    return user if user.is_active else None


def proven_by(user: User, credential: dict[str, Any]) -> Authenticator | None:
    """The user's passkey that answered our question, if one did."""
    try:
        webauthn.parse_authentication_response(credential)
        return webauthn.complete_authentication(user, credential)
    except MALFORMED:
        return None
