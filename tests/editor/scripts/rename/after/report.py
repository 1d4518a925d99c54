from train import lr

print("learning_rate", lr, {"learning_rate": lr})
