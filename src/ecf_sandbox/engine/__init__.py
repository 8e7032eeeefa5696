"""What is true of any stateful sandbox of a documented API; it knows no teacher."""
