"""FACE: signing in: password, second factor, how long a session lives, and the record of all that.

allauth does the work; here stand the portal's own rules (docs/adr/0013-signing-in.md).
"""
