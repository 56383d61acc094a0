"""Inspectors, logins, absences, zones, load."""
