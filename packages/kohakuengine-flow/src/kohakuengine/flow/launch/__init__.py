"""Launchers: where runs go, and what keeps them from outliving us."""
