"""What a person brings to the sign-in page: her password, an app with codes, a phone with a passkey."""

import hashlib
import json
import os
import re
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from handlekraft.people import factors
from handlekraft.people.actions.accounts import add_totp, remember_device
from handlekraft.people.devices import cookie_name, new_token
from handlekraft.people.models import Device, User

HOST = "localhost"  # a passkey wants TLS or this machine
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PIN = "250714"


def browser(**extra: Any) -> Client:
    """A browser nobody has signed in on."""
    return Client(SERVER_NAME=HOST, **extra)


def password_of(user: User) -> str:
    """As `demo.makers.make_user` chose it."""
    return f"{user.username}-hemmelig"


def show_password(client: Client, user: User, password: str = "", til: str = "") -> HttpResponse:
    """The first step."""
    where = f"/log-ind/?til={til}" if til else "/log-ind/"
    return client.post(where, {"username": user.username, "password": password or password_of(user)})  # type: ignore[return-value]


def app_shows(step: int = 0, secret: str = SECRET) -> str:
    """What an app with one-time codes shows now, or some steps of 30 seconds from now."""
    middle = list(totp.yield_hotp_counters_from_time())[1]
    return str(totp.format_hotp_value(totp.hotp_value(secret, middle + step)))


def give_app(user: User) -> None:
    """Let the user have an app with one-time codes, and recovery codes."""
    add_totp(user, user, secret=SECRET, code=app_shows())


def know(client: Client, user: User, at: Any) -> Device:
    """Let the browser be known to its user."""
    token = new_token()
    client.cookies[cookie_name(user)] = token
    return remember_device(user, user, token=token, name="Chrome på Android", pin=PIN, at=at)


def sign_in(client: Client, user: User) -> None:
    """All the way in, with an app and on an unknown device that stays unknown."""
    if not factors.has_factor(user):
        give_app(user)
    assert show_password(client, user).status_code == 302
    assert client.post("/log-ind/totrin/", {"code": app_shows(1)}).status_code == 302
    client.post("/log-ind/enhed/", {"skip": "1"})


def is_in(client: Client) -> bool:
    """Whether the account page opens."""
    return client.get("/min-konto/").status_code == 200


def words(response: HttpResponse) -> str:
    """The text of a page, tags left out."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


class Phone:
    """A phone that makes one passkey and answers with it, as a browser passes it on."""

    def __init__(self, *, host: str = HOST, checks_owner: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.origin = f"http://{host}"
        self.rp = hashlib.sha256(host.encode()).digest()
        self.flags = 0x05 if checks_owner else 0x01
        self.handle = ""

    def make(self, client: Client) -> str:
        """The answer to the question for a new passkey."""
        asked = client.get("/log-ind/totrin/noegle/").json()["publicKey"]
        self.handle = asked["user"]["id"]
        about = self._client_data("webauthn.create", asked["challenge"])
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public)
        proof = AttestationObject.create("none", AuthenticatorData.create(self.rp, self.flags | 0x40, 0, data), {})
        return self._packed({"clientDataJSON": websafe_encode(about), "attestationObject": websafe_encode(proof)})

    def use(self, client: Client, question: str = "/log-ind/noegle/spoerg/", **changed: Any) -> str:
        """The answer to the question who is there."""
        asked = client.get(question).json()["publicKey"]
        about = self._client_data("webauthn.get", asked["challenge"])
        data = AuthenticatorData.create(self.rp, self.flags, 0)
        signature = self.key.sign(data + hashlib.sha256(about).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": websafe_encode(about),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.handle,
        }
        return self._packed(answer | changed)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(kind, websafe_decode(challenge), self.origin))

    def _packed(self, answer: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        extra = {"clientExtensionResults": {"credProps": {"rk": True}}}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": answer, **extra})
