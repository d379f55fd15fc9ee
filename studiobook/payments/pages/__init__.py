"""What pages say about money."""
