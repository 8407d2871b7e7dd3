"""Facts of a plan: mentions first, then one module per type of fact."""
