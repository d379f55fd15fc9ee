"""The two processes beside the web: the worker that does, the clock that reminds it."""
