"""Plans against standard lists."""
