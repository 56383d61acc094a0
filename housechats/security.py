"""Settings of signing in and of what a browser may do with our pages: docs/adr/0013-signing-in.md."""

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from housechats import env

# Local means: no database was configured, so everything (secret, emulator) has a default for one's own machine.
# `local.servers()` sets HOUSECHATS_LOCAL when it lends the embedded servers.
LOCAL = env.flag("HOUSECHATS_LOCAL", False)

# --- who signs in, and how ---
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "supervision.signin.passwords.CommonHereValidator"},
    {"NAME": "supervision.signin.passwords.AnotherThanBefore"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
ACCOUNT_ADAPTER = "supervision.signin.adapters.SignInAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the portal sends no mail
ACCOUNT_SESSION_REMEMBER = False  # ends with the browser: supervision bodies share computers
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(env.number("STEP_UP_MINUTES", 10)) * 60
# "key" is login and address together (SignInAdapter): nobody is locked out by another's guesses; over all addresses
# together, those of unknown browsers are slowed down (signin/devices.py)
# to the provider and back is two requests of the same bound
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "provider": "60/m/ip"}
# without it every client would have the proxy's address, and one guesser would stop everybody
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.number("TRUSTED_PROXIES", 0 if LOCAL else 1))

MFA_ADAPTER = "supervision.signin.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "supervision.signin.codes.SignInCodeForm",
    "reauthenticate": "supervision.signin.codes.StepUpCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = env.text("MFA_ISSUER", "Чаты домов")
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
# roles that cannot do without the second factor: supervision.checks refuses unknown names
MFA_REQUIRED_ROLES = env.names("MFA_REQUIRED_ROLES", "" if LOCAL else "administrator,head,inspector,analyst")

# --- how long ---
SESSION_IDLE_MINUTES = int(env.number("SESSION_IDLE_MINUTES", 60))
SESSION_COOKIE_AGE = int(env.number("SESSION_HOURS", 12)) * 3600

# --- what travels ---
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
if not LOCAL:  # a browser takes this prefix from the host itself over TLS only, never from a neighbour in the domain
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
DEVICE_COOKIE_NAME = "device" if LOCAL else "__Host-device"  # a browser in which somebody signed in
MESSAGES_COOKIE_NAME = "messages" if LOCAL else "__Host-messages"
MESSAGE_STORAGE = "housechats.message_cookie.HostCookieFirst"
CSRF_COOKIE_HTTPONLY = True  # forms and the interface's page have the token from the page, no script reads it
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", not LOCAL)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # watched from the host itself, past the proxy
SECURE_HSTS_SECONDS = int(env.number("HSTS_SECONDS", 0 if LOCAL else 31_536_000))
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.flag("HSTS_SUBDOMAINS", True)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# --- what a page may do ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # unfold's Alpine makes functions of the texts of its attributes; an inline <script> stays forbidden
        "script-src": [SELF, UNSAFE_EVAL],
        # unfold writes its colours into <style>, Alpine and the charts set style attributes
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

ACCOUNT_LINKS = [
    {"title": _("My way in"), "link": reverse_lazy("account_own")},
    {"title": _("Change password"), "link": reverse_lazy("account_change_password")},
    {"title": _("Second factor"), "link": reverse_lazy("mfa_index")},
]
