"""Доступ: whose logins there are, what they may do where, how they come in for the first time and go."""
