"""What owners type when they set up a studio and its rooms, one file per step."""
