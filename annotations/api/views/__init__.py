"""One file a noun; each view finds, does one thing and answers."""
