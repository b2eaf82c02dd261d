"""What a person types to sign in, and about her own account."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handlekraft.people.codes import LENGTH, bare
from handlekraft.people.devices import is_easy
from handlekraft.people.models import User

DIGITS = {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


def secret(autocomplete: str, **more: str) -> forms.PasswordInput:
    """A field whose content can be shown on wish (`people/signin.js`)."""
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "data-hk-reveal": "", **more})


class SignInForm(forms.Form):
    """Who, and the password."""

    username = forms.CharField(
        label=_("Brugernavn eller e-mail"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": _("Skriv dit brugernavn eller din e-mail.")},
    )
    password = forms.CharField(
        label=_("Adgangskode"),
        max_length=200,
        strip=False,
        widget=secret("current-password"),
        error_messages={"required": _("Skriv din adgangskode.")},
    )


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "class": "input-char-11", **DIGITS}
        ),
        error_messages={"required": _("Skriv koden.")},
    )

    def clean_code(self) -> str:
        """The digits alone."""
        return re.sub(r"\D", "", self.cleaned_data["code"])


class PasskeyForm(forms.Form):
    """What the browser answers for a passkey."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Adgangsnøglen blev ikke brugt. Prøv igen, eller brug en anden måde."),
            "invalid": _("Adgangsnøglen blev ikke brugt. Prøv igen, eller brug en anden måde."),
        },
    )

    def clean_credential(self) -> dict[str, Any]:
        """The credential as a mapping; what it holds is for the passkey check to judge."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise ValidationError(self.fields["credential"].error_messages["invalid"])
        return credential


class PasswordForm(forms.Form):
    """A new password, long rather than strange."""

    password = forms.CharField(
        label=_("Ny adgangskode"),
        max_length=200,
        strip=False,
        help_text=_("Mindst 12 tegn. Tag gerne tre eller fire ord, som kun du sætter sammen."),
        widget=secret("new-password"),
        error_messages={"required": _("Skriv en adgangskode.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Long enough, not among the common ones, not the person's own name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class CurrentPasswordForm(forms.Form):
    """The password once more, before something that matters."""

    password = forms.CharField(
        label=_("Adgangskode"),
        max_length=200,
        strip=False,
        widget=secret("current-password", autofocus="autofocus"),
        error_messages={"required": _("Skriv din adgangskode.")},
    )


class PinForm(forms.Form):
    """The PIN that unlocks a known device."""

    pin = forms.RegexField(
        r"^\d{6}$",
        label=_("Pinkode"),
        widget=secret("off", maxlength="6", autofocus="autofocus", **DIGITS, **{"class": "input-char-8"}),
        error_messages={"required": _("Skriv din pinkode."), "invalid": _("Pinkoden er seks cifre.")},
    )


class NewPinForm(PinForm):
    """A PIN for this device, typed twice, since it is typed without being seen."""

    again = forms.CharField(
        label=_("Gentag pinkoden"),
        widget=secret("off", maxlength="6", **DIGITS, **{"class": "input-char-8"}),
        error_messages={"required": _("Skriv pinkoden en gang til.")},
    )

    def clean_pin(self) -> str:
        """Not one that is guessed over a shoulder."""
        pin: str = self.cleaned_data["pin"]
        if is_easy(pin):
            raise ValidationError(_("Pinkoden er for let at gætte. Vælg seks cifre, der ikke tæller op eller ned."))
        return pin

    def clean(self) -> None:
        """Both the same."""
        pin, again = self.cleaned_data.get("pin"), self.cleaned_data.get("again")
        if pin and again and pin != again:
            self.add_error("again", _("De to pinkoder er ikke ens."))


class ForgottenForm(forms.Form):
    """Who forgot the password."""

    username = forms.CharField(
        label=_("Brugernavn eller e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Skriv dit brugernavn eller din e-mail.")},
    )


class InvitationCodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("Kode fra brevet"),
        max_length=40,
        help_text=_("16 bogstaver, for eksempel BCDF-GHJK-LMNP-QRST. Store eller små er lige meget."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": _("Skriv koden fra brevet.")},
    )

    def clean_code(self) -> str:
        """Sixteen letters, however they were grouped."""
        letters = bare(self.cleaned_data["code"])
        if len(letters) != LENGTH:
            raise ValidationError(_("Koden har 16 bogstaver. Se efter, om der mangler nogen."))
        return letters


class PasskeyNameForm(PasskeyForm):
    """A new passkey and what its owner calls it."""

    name = forms.CharField(
        label=_("Navn på nøglen"),
        max_length=60,
        help_text=_("Så du kan kende den igen, for eksempel Min telefon."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Giv nøglen et navn.")},
    )


class LanguageForm(forms.Form):
    """The language of the person's pages."""

    language = forms.ChoiceField(label=_("Sprog"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
