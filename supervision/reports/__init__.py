"""STAGE 7: lists, figures and files for people; starts from rows the caller may see. Writes nightly snapshots."""
