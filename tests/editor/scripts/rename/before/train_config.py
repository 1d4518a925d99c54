# learning_rate of the quick run
_fox = "🦊"; learning_rate = 0.5
_twice = learning_rate * 2
steps = [learning_rate, dict(learning_rate=1)["learning_rate"]]
