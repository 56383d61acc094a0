"""The record: events and the history of a row."""
