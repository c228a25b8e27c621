"""Rules of the archive: pure functions and values, the standard library only."""
