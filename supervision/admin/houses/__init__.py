"""Houses: the list, the page, corrections, posters."""
