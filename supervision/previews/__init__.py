"""What a change would mean, before it is made: for pages, the interface and commands. Asked of actions, taken back."""
