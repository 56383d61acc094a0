"""What keeps the installation, for its administrators."""
