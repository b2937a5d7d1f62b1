"""The demo study: photographs of skin drawn by the program, with known grades."""
