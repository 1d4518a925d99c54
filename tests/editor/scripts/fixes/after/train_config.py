# kogine: script = train.py

# Optimizer
learning_rate = 1e-3  # how fast 🐢
optimizer = "adam"

# Rest
fox = "🦊"
