"""Inspectors, their invitations, absences, zones and load."""
