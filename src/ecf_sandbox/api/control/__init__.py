"""The control API: what schools, the department, the calendar and tests do."""
