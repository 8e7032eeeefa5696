"""What schools, the department and the calendar do, in worlds of v1."""
