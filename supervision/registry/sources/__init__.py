"""What each kind of file looks like. Everything here turns bytes into rows or refuses with `BadFile`."""
