"""Which chats may differ: the marks that changes leave, and who claims them. A mark never says what to do."""
