"""Addresses of signing in. Only these of allauth's: no sign-up, no mail, no reset (a link by hand does that)."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.urls import path

from supervision.signin import codes as codes_taken_once  # noqa: F401  # hears when a second factor is set up
from supervision.signin import sealed_sessions  # noqa: F401  # `reseal_secrets` knows them from here
from supervision.signin.held_up import ByCode, ByPassword
from supervision.signin.link_page import login_link
from supervision.signin.own_forms import NewRecoveryCodes, SecondFactorOff, SecondFactorOn, password_change
from supervision.signin.own_page import own_page
from supervision.signin.provider import views as provider
from supervision.signin.step_up import proven

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("provider/", provider.start, name="account_provider"),
    path("provider/callback/", provider.callback, name="account_provider_callback"),
    path("provider/again/", provider.again, name="account_provider_again"),
    path("provider/join/", provider.join, name="account_provider_join"),
    path("provider/logout/", provider.end, name="account_provider_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", ByPassword.as_view(), name="account_reauthenticate"),
    path("password/change/", password_change, name="account_change_password"),
    path("link/<str:token>/", login_link, name="login_link"),
    path("own/", own_page, name="account_own"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", ByCode.as_view(), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", proven(SecondFactorOn.as_view()), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", proven(SecondFactorOff.as_view()), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", proven(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", proven(NewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", proven(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
