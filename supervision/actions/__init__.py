"""STAGE 2: what a person or a program decides: fact, audit and mark in one transaction.

Modules are nouns, functions verbs: `management_periods.replace(houses=…, organisation=…, since=…, by=…)`.
Nothing here calls the messenger; a worker finds the mark after commit.
"""
