"""What organizers and case owners see and do, a module for each room of the desk."""
