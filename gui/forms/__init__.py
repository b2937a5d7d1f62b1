"""Forms over drafts: fields and tables that show the faults of what they hold."""
