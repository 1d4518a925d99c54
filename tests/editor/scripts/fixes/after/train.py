"""Train."""
import argparse
from typing import Literal

# %% Optimizer
learning_rate = 1e-3  # how fast 🐢
optimizer: Literal["adam", "sgd"] = "adam"

# Rest
fox = "🦊"
mode = "a"
opts = {"width": 1, "depth": [
    2]}
size = len(fox)


def main(epochs=3):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", default="fast")
    print(parser.parse_args(), learning_rate, optimizer, fox, mode, opts, size, epochs)


if __name__ == "__main__":
    main()
