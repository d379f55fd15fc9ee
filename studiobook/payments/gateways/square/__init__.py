"""The adapter of Square: payment links on an owner's location, through keys that they granted."""
