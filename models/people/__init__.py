"""Who works on a study: people, their roles, passwords and what each role may do."""
