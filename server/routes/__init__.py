"""What answers under which address, a blueprint for each topic."""
