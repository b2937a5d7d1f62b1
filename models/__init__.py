"""The domain: what a study is and what may be done with it. Runs without Qt."""
