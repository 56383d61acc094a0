"""STAGE 7: lists, figures and files for people; starts from rows the caller may see. Writes nothing but the nightly snapshot."""
