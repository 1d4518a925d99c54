"""Flows of many runs, as a user meets them: real workflows, real processes, a real store."""
