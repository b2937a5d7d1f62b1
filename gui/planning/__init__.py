"""How many raters and photographs an agreement study needs."""
