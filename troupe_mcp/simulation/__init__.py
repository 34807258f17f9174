"""What happens between simulated people, as pure folds of events."""
