"""How the laws of facts are drawn."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

__all__ = ["laws"]

laws = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
"""Without a limit of time, and with what it takes to draw a failure once more."""
