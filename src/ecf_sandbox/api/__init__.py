"""HTTP: the document's operations, served."""
