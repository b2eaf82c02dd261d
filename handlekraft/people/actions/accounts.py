"""What a person changes about her own sign-in: password, second factor, known devices, language."""

from datetime import datetime
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.people import factors, letters
from handlekraft.people.devices import KNOWN_FOR, WRONG_PINS, digest_of, is_easy
from handlekraft.people.models import Device, User

OWN = Permission.OWN_ACCOUNT


@action("password changed", needs=OWN)
def change_password(by: User, user: User, *, password: str) -> None:
    """Set a new password; every other browser is signed out by it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    letters.tell(user, _("Din adgangskode er ændret."))


@action("language chosen", needs=OWN)
def choose_language(by: User, user: User, *, language: str) -> None:
    """Keep the language of the person's pages."""
    user.language = language
    user.save(update_fields=["language"])


@action("one-time codes added", needs=OWN)
def add_totp(by: User, user: User, *, secret: str, code: str) -> None:
    """Let the app that was given `secret` be the second factor, once it shows the right code."""
    if not factors.fits(secret, code):
        raise Refused(_("Koden passer ikke. Skriv den kode, appen viser lige nu."))
    if factors.has_totp(user):
        raise Refused(_("Du har allerede en kode-app. Fjern den gamle først."))
    _forget_easy_devices(user)
    TOTP.activate(user, secret)
    _have_recovery_codes(user)
    letters.tell(user, _("En kode-app er føjet til dit login."))


@action("passkey added", needs=OWN)
def add_passkey(by: User, user: User, *, credential: dict[str, Any], name: str) -> None:
    """Let the passkey that the browser just made be a second factor, and a whole sign-in."""
    if not factors.completed_passkey(credential):
        raise Refused(_("Adgangsnøglen blev ikke gemt. Prøv igen."))
    _forget_easy_devices(user)
    WebAuthn.add(user, name, credential)
    _have_recovery_codes(user)
    letters.tell(user, _("En adgangsnøgle er føjet til dit login."))


@action("second factor removed", needs=OWN)
def remove_factor(by: User, user: User, *, factor: int) -> None:
    """Take away one app or passkey; the last one only where no role asks for it."""
    row = factors.rows(user).exclude(type=factors.Type.RECOVERY_CODES).filter(pk=factor).first()
    if row is None:
        raise Refused(_("Den er allerede fjernet."))
    row.delete()
    if not factors.has_factor(user):
        if user.needs_two_factors(timezone.now()):
            raise Refused(_("Du ser borgere og skal have to trin. Tilføj en anden nøgle eller app først."))
        factors.rows(user).delete()
    letters.tell(user, _("En adgangsnøgle eller kode-app er fjernet fra dit login."))


@action("recovery codes renewed", needs=OWN)
def renew_recovery_codes(by: User, user: User) -> None:
    """Ten new codes; the old ones are worth nothing from now on."""
    if not factors.has_factor(user):
        raise Refused(_("Reservekoder hører til totrinslogin. Tilføj først en adgangsnøgle eller kode-app."))
    factors.rows(user).filter(type=factors.Type.RECOVERY_CODES).delete()
    _have_recovery_codes(user)
    letters.tell(user, _("Du har fået nye reservekoder."))


@action("second factor proved", needs=OWN)
def prove_code(by: User, user: User, *, code: str) -> None:
    """Use up a code of the app, or a recovery code."""
    if not (_use_totp(user, code) or _use_recovery_code(user, code)):
        raise Refused(_("Koden passer ikke. Skriv den kode, appen viser lige nu, eller en reservekode."))


@action("passkey proved", needs=OWN)
def prove_passkey(by: User, user: User, *, credential: dict[str, Any]) -> None:
    """Accept the answer of one of the user's passkeys."""
    row = factors.proven_by(user, credential)
    if row is None:
        raise Refused(_("Adgangsnøglen blev ikke godkendt. Prøv igen."))
    row.record_usage()


@action("device remembered", needs=OWN)
def remember_device(by: User, user: User, *, token: str, name: str, pin: str, at: datetime) -> Device:
    """Know this browser for a while, and unlock it by `pin`."""
    if is_easy(pin):
        raise Refused(_("Pinkoden er for let at gætte. Vælg seks cifre, der ikke tæller op eller ned."))
    values = {"name": name, "pin": make_password(pin), "wrong_pins": 0, "seen_at": at, "ends_at": at + KNOWN_FOR}
    device, _created = Device.objects.update_or_create(user=user, digest=digest_of(token), defaults=values)
    return device


@action("device forgotten", needs=OWN)
def forget_device(by: User, user: User, *, device: int) -> None:
    """Ask for the second factor again on that browser, and sign it out."""
    user.devices.filter(pk=device).delete()


@action("PIN tried", needs=OWN)
def try_pin(by: User, user: User, *, device: Device, pin: str) -> bool:
    """Whether `pin` unlocks the device. Counted before the try; the fifth wrong one makes the device unknown."""
    Device.objects.filter(pk=device.pk).update(wrong_pins=F("wrong_pins") + 1)
    device.refresh_from_db()
    if device.wrong_pins <= WRONG_PINS and check_password(pin, device.pin):
        device.wrong_pins = 0
        device.seen_at = timezone.now()
        device.save(update_fields=["wrong_pins", "seen_at"])
        return True
    if device.wrong_pins >= WRONG_PINS:
        device.delete()
    return False


def _forget_easy_devices(user: User) -> None:
    # What was known before the first factor came was never proved by two.
    if not factors.has_factor(user):
        user.devices.all().delete()


def _have_recovery_codes(user: User) -> None:
    RecoveryCodes.activate(user)


def _use_totp(user: User, code: str) -> bool:
    row = factors.rows(user).select_for_update().filter(type=factors.Type.TOTP).first()
    counter = factors.matching_counter(row, code) if row else None
    if row is None or counter is None:
        return False
    row.data["last_counter"] = counter
    row.last_used_at = timezone.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


def _use_recovery_code(user: User, code: str) -> bool:
    row = factors.of_kind(user, factors.Type.RECOVERY_CODES)
    if row is None or not row.wrap().validate_code(code):
        return False
    row.record_usage()
    letters.tell(user, _("En reservekode er brugt til at logge ind."))
    return True
