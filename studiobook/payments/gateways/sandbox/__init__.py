"""The adapter of the sandbox provider, the default where no real keys are set."""
