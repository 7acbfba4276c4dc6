"""What a person takes home: a page and a sheet of their own, and the question months later what became of it."""
