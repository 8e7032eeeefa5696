"""HTTP for any API: documents, routing, the way of a request, answers, the server."""
