"""Chats, their queue, work orders, and chats that were found."""
