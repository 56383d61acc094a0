"""Setting up a region: what is there, what is missing, in the order in which it is done. Pure.

    steps_of(facts)     # SetUpFacts -> a SetUpStep each, always the same eleven in the same order
    unfinished(steps)   # those without which no chat of the region can be kept

A step says what is true now, not what somebody once did: a bot that was taken away makes its step missing again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from supervision.enums import SetUpState

DONE, PARTLY, MISSING, NOTED = SetUpState.DONE, SetUpState.PARTLY, SetUpState.MISSING, SetUpState.NOTED
Answer = tuple[SetUpState, str]


@dataclass(frozen=True, slots=True)
class SetUpFacts:
    """Of one region, now. `provisioning` is in words; `ownerless` are houses in scope for which no rule finds an owner;
    `acting` are companies that manage houses today, `with_people` those of them with a representative."""

    has_bot: bool
    bot_name: str
    trouble: str
    provisioning: str
    takes_webhooks: bool
    webhook_seen: bool
    webhook_trouble: str
    houses: int
    in_scope: int
    companies: int
    acting: int
    with_people: int
    inspectors: int
    inspectors_known: int
    ownerless: int
    policy_seen: bool
    is_on: bool
    chats: int
    push_approved: bool


@dataclass(frozen=True, slots=True)
class SetUpStep:
    name: str
    state: SetUpState
    words: str


def steps_of(facts: SetUpFacts) -> list[SetUpStep]:
    return [SetUpStep(name, *answer(facts)) for name, answer in STEPS.items()]


def unfinished(steps: list[SetUpStep]) -> list[SetUpStep]:
    return [step for step in steps if step.state in (MISSING, PARTLY)]


def _token(facts: SetUpFacts) -> Answer:
    if not facts.has_bot:
        return MISSING, _("No token: without it no chat of the region is made or changed.")
    return (MISSING, facts.trouble) if facts.trouble else (DONE, _("There is a token."))


def _bot(facts: SetUpFacts) -> Answer:
    if facts.has_bot and facts.bot_name:
        return DONE, facts.bot_name
    return MISSING, _("Not known yet: the messenger says it when the token is entered.")


def _provisioning(facts: SetUpFacts) -> Answer:
    return NOTED, facts.provisioning


def _webhook(facts: SetUpFacts) -> Answer:
    if not facts.takes_webhooks:
        return NOTED, _("The installation has no address for it: everything is found by looking, a day later at most.")
    if facts.webhook_trouble:
        return MISSING, facts.webhook_trouble
    if facts.has_bot and facts.webhook_seen:
        return DONE, _("The messenger reports changes to the portal.")
    return MISSING, _("Not subscribed yet: the portal does it by itself once the bot and the first chats are there.")


def _houses(facts: SetUpFacts) -> Answer:
    words = _("%(houses)s in the register, %(scope)s of them get a chat.")
    said = words % {"houses": facts.houses, "scope": facts.in_scope}
    if not facts.houses:
        return MISSING, _("No house yet: upload the register of houses.")
    return (DONE, said) if facts.in_scope else (PARTLY, said)


def _companies(facts: SetUpFacts) -> Answer:
    if not facts.companies:
        return MISSING, _("No company yet: the register of houses or that of licences brings them.")
    words = _("%(companies)s in the register, %(acting)s of them manage houses today.")
    said = words % {"companies": facts.companies, "acting": facts.acting}
    return (DONE, said) if facts.acting else (PARTLY, said)


def _inspectors(facts: SetUpFacts) -> Answer:
    if not facts.inspectors:
        return MISSING, _("No inspector yet: nobody could own a chat.")
    said = _("%(known)s of %(all)s are known in MAX.") % {"known": facts.inspectors_known, "all": facts.inspectors}
    if facts.inspectors_known == facts.inspectors:
        return DONE, said
    return (PARTLY, said) if facts.inspectors_known else (MISSING, said)


def _owners(facts: SetUpFacts) -> Answer:
    if not facts.in_scope:
        return MISSING, _("Known once houses are loaded.")
    if not facts.ownerless:
        return DONE, _("Every house that gets a chat has an owner by the rules.")
    words = _("%(n)s of %(all)s houses have no owner: give them an inspector, draw a zone or name a default owner.")
    return PARTLY if facts.ownerless < facts.in_scope else MISSING, words % {
        "n": facts.ownerless,
        "all": facts.in_scope,
    }


def _representatives(facts: SetUpFacts) -> Answer:
    said = _("%(n)s of %(all)s companies that manage houses have a representative.")
    said %= {"n": facts.with_people, "all": facts.acting}
    if not facts.with_people:
        return MISSING, said
    return DONE if facts.with_people == facts.acting else PARTLY, said


def _policy(facts: SetUpFacts) -> Answer:
    if facts.policy_seen:
        return DONE, _("Looked through.")
    return MISSING, _("Look through what chats are called, who gets which rights and where the limits are.")


def _push(facts: SetUpFacts) -> Answer:
    if not facts.has_bot:
        return MISSING, _("Nothing can be pushed: the region has no bot.")
    if not facts.is_on:
        return MISSING, _("Pushing is switched off.")
    said = _("%(chats)s of %(scope)s chats are there.") % {"chats": facts.chats, "scope": facts.in_scope}
    return (DONE, said) if facts.push_approved else (MISSING, said)


STEPS: dict[str, Callable[[SetUpFacts], Answer]] = {
    "token": _token,
    "bot": _bot,
    "provisioning": _provisioning,
    "webhook": _webhook,
    "houses": _houses,
    "companies": _companies,
    "inspectors": _inspectors,
    "owners": _owners,
    "representatives": _representatives,
    "policy": _policy,
    "push": _push,
}
