"""What providers do, one use case a function, each in one transaction."""
