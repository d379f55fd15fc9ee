"""The invariants of the design, each as a read that finds whatever breaks it."""
