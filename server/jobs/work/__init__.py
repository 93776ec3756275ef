"""What each kind of job does: a module each, with `work(task) -> result`."""
