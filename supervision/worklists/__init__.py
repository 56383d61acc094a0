"""Which rows need a person, what they are called and whose they are: one answer for desk, lists and interface.

Takes rows that the person may see (`access`) and narrows them. The names in the mappings are the words in addresses
of the portal's lists and of the interface.
"""

from supervision.worklists.chats import (
    CHAT_STATES,
    few_members,
    of_company,
    of_houses_in_scope,
    orphans,
    out_of_scope,
    owned_by_who_left,
    owner_unseen,
    reason_of,
    state_of,
    with_acting_company,
    without_company_admin,
)
from supervision.worklists.companies import (
    COMPANY_FAULTS,
    EXCLUSIONS,
    LICENCES,
    STARTS,
    changes_due,
    excluded_but_acting,
    of_standing_houses,
    without_licence,
)
from supervision.worklists.houses import HOUSE_FAULTS, MANAGERS, SCOPES, without_company
from supervision.worklists.needs import NEEDS
from supervision.worklists.own_rows import houses_of, inspector_of, today
from supervision.worklists.people import OFFICES
from supervision.worklists.work import ORDER_AGES, QUEUE, orders_of_age, recent_calls
from supervision.worklists.worklist import Worklist

__all__ = [
    "CHAT_STATES",
    "COMPANY_FAULTS",
    "EXCLUSIONS",
    "HOUSE_FAULTS",
    "LICENCES",
    "MANAGERS",
    "NEEDS",
    "OFFICES",
    "ORDER_AGES",
    "QUEUE",
    "SCOPES",
    "STARTS",
    "Worklist",
    "changes_due",
    "excluded_but_acting",
    "few_members",
    "houses_of",
    "inspector_of",
    "of_company",
    "of_houses_in_scope",
    "of_standing_houses",
    "orders_of_age",
    "orphans",
    "out_of_scope",
    "owned_by_who_left",
    "owner_unseen",
    "reason_of",
    "recent_calls",
    "state_of",
    "today",
    "with_acting_company",
    "without_company",
    "without_company_admin",
    "without_licence",
]
