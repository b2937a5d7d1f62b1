"""The page of the study itself: plan, people, next step."""
