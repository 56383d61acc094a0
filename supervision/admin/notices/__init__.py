"""The bell in the header of every page, the page of notices, and what a person wants to be told of."""
