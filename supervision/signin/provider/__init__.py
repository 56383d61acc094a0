"""Signing in by the region's identity provider (OpenID Connect): docs/adr/0090-sign-in-by-the-regions-provider.md.

    checks.py    settings that do not fit together
    calls.py     what is asked of the provider: ended in time, nothing followed, typed failures
    metadata.py  where its addresses and keys are, remembered for a while
    tokens.py    what it signed, checked; pure
    oidc.py      allauth's seams: the way there and the answer
    adapter.py   whose login it is: the story of an answer
    logout.py    the provider ends a session
    ended.py     what it ended while a sign-in was under way
    factor.py    a second factor that the provider asked for
    views.py     the addresses

allauth finds the provider by the name of this package.
"""

from supervision.signin.provider import checks
from supervision.signin.provider.oidc import RegionProvider

provider_classes = [RegionProvider]

__all__ = ["checks", "provider_classes"]
