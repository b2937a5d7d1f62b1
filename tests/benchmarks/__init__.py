"""Speed and memory, measured and printed beside their goals. Not timed tests."""
