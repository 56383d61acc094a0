"""STAGE 4, pure: the difference of a wish and an observation as ordered steps that print themselves, and its limits.

plan.py      from wish and observation to ordered steps
steps.py     the steps
asks.py      what people are asked to do because no API can do it
rights.py    rights of administrators in words
alike.py     what counts as the same although it reads otherwise
drift.py     what somebody changed by hand
limits.py    how much may change without approval, and how long it takes
nameless.py  wish and observation without names of people
"""
