"""The extension for VS Code, in a real one: code-server, with a browser in front of it."""
