"""A server that speaks the parts of Square's API which we use, as strictly as it is documented."""
