"""The language server as editors meet it: asked through the protocol, on buffers that are not saved."""
