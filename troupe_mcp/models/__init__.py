"""Who answers: the players, and wrappers around any of them."""
