"""Settings of signing in by the region's identity provider: docs/adr/0090-sign-in-by-the-regions-provider.md.

Without OIDC_ISSUER there is none: no button, and no address that answers. What does not fit together is told by
`manage.py check` (supervision.signin.provider.checks).
"""

from housechats import env

# exactly as the provider writes it in its tokens, with or without a slash at its end
OIDC_ISSUER = env.text("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
# whose values the table of claims turns into roles; a claim within a claim by a dot: realm_access.roles
OIDC_CLAIM = env.text("OIDC_CLAIM", "groups")
OIDC_NAME = env.text("OIDC_NAME", "учётную запись региона")  # on the button: Войти через …
OIDC_SCOPES = env.names("OIDC_SCOPES", "openid,profile,email")
# values of `amr` that say that the provider asked for a second factor itself; none: the portal always asks for its own
OIDC_SECOND_FACTOR_AMR = env.names("OIDC_SECOND_FACTOR_AMR", "mfa")
OIDC_CA_FILE = env.text("OIDC_CA_FILE", "")

# passwords of the portal's own; without them only the emergency login comes in by one
LOCAL_LOGINS = env.flag("LOCAL_LOGINS", True)
EMERGENCY_LOGIN = env.text("EMERGENCY_LOGIN", "")

SOCIALACCOUNT_ADAPTER = "supervision.signin.provider.adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address that somebody wrote at the provider opens no login here
SOCIALACCOUNT_STORE_TOKENS = False  # nothing is asked of the provider on somebody's behalf
