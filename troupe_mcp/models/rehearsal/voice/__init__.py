"""How somebody says it: manner, frames that nobody has worn yet, gaps that are admitted."""
