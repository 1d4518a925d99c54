"""Mistakes planted in copies of the engine, one at a time: some test must turn red for each of them."""
