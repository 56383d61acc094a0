"""Decisions with consequences: shown first, done after; the second of two is told what the first changed."""
