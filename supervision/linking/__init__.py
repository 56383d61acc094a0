"""Which chat of the messenger is whose: what the messenger tells, chats found, and taking over existing ones."""
