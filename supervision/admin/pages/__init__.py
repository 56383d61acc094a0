"""Pages for decisions with consequences: shown first, done after."""
