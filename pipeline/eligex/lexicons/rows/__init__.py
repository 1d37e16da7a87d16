"""One module of row models a family of tables."""
