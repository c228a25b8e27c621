"""Pages and forms: each reads the request, calls one service and answers."""
