# learning_rate of the quick run
_fox = "🦊"; lr = 0.5
_twice = lr * 2
steps = [lr, dict(learning_rate=1)["learning_rate"]]
