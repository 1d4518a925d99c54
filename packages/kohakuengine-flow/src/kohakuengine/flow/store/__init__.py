"""The run store: what is known of every run, and survives us."""
