"""A parsed article → everything found in it: actors, places, statements with who said them, events."""
