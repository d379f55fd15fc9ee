"""Facts that happened, and who still has to hear of them."""
