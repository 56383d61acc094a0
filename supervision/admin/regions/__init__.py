"""Regions, their messenger accounts and targets."""
