"""The control API of register worlds: handlers of what schools, department and calendar do."""
