"""The guide, read within the portal: for everybody who is signed in."""
