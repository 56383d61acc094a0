"""Programs of other systems and their webhooks."""
