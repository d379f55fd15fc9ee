"""What owners see of their payouts: the overview, one payout with its lines, files for books."""
