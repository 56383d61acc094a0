"""STAGE 4, pure: the difference of a wish and an observation as ordered steps that print themselves, and its limits."""
