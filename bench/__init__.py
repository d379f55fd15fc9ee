"""The performance suite: worlds of three sizes, and each figure beside its floor."""
