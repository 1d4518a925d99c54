"""What is known of a script without running it, said alike by the engine's reading and the tooling's."""
