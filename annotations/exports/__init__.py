"""What goes out: one function a format, one row in one table. Reads only."""
