"""Addresses of sign-in and account, and of sections, teams and employees."""

from django.urls import path

from handlekraft.people.views import account, factors, invitations, lock, signin

urlpatterns = [
    path("log-ind/", signin.sign_in, name="sign_in"),
    path("log-ind/noegle/", signin.sign_in_with_passkey, name="sign_in_with_passkey"),
    path("log-ind/noegle/spoerg/", signin.passkey_question, name="passkey_question"),
    path("log-ind/totrin/", signin.second_factor, name="second_factor"),
    path("log-ind/totrin/vaelg/", factors.choose_factor, name="choose_factor"),
    path("log-ind/totrin/noegle/", factors.new_passkey_question, name="new_passkey_question"),
    path("log-ind/reservekoder/", factors.recovery_codes, name="recovery_codes"),
    path("log-ind/enhed/", factors.remember_device, name="remember_device"),
    path("log-ind/glemt/", signin.forgotten, name="forgotten"),
    path("log-ud/", signin.sign_out, name="sign_out"),
    path("invitation/", invitations.invitation_code, name="invitation_code"),
    path("invitation/velkommen/", invitations.welcome, name="welcome"),
    path("invitation/<slug:code>/", invitations.invitation, name="invitation"),
    path("laas/", lock.lock, name="lock"),
    path("laas/nu/", lock.lock_now, name="lock_now"),
    path("laas/tid/", lock.lock_time, name="lock_time"),
    path("laas/kladde/", lock.draft, name="draft"),
    path("min-konto/", account.account, name="account"),
    path("min-konto/bekraeft/", account.confirm, name="confirm"),
    path("min-konto/adgangskode/", account.password, name="password"),
    path("min-konto/sprog/", account.language, name="account_language"),
    path("min-konto/totrin/fjern/", account.remove_factor, name="remove_factor"),
    path("min-konto/reservekoder/", account.renew_codes, name="renew_codes"),
    path("min-konto/enheder/glem/", account.forget_device, name="forget_device"),
]
