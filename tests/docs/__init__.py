"""The documentation, executed: every command of its pages is run and its output compared with the page."""
