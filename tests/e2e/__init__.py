"""What a user does with the installed command, from end to end."""
