"""The first page of each role, and finding."""
