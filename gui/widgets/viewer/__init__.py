"""The viewer: a photograph decoded ahead, smooth at every scale, and compared."""
