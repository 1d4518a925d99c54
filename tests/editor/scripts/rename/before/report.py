from train import learning_rate

print("learning_rate", learning_rate, {"learning_rate": learning_rate})
